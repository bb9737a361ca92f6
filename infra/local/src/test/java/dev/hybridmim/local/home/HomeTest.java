package dev.hybridmim.local.home;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hybridmim.local.JavaProcess;
import dev.hybridmim.local.RunException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HomeTest {
  @TempDir Path directory;

  private HomeLayout layout() {
    return new HomeLayout(directory.resolve("home"));
  }

  @Test
  void isMadeWithItsParents() {
    HomeLayout deep = new HomeLayout(directory.resolve("a/b/home"));
    try (Home home = Home.open(deep)) {
      assertThat(home.layout().logs()).isDirectory();
      assertThat(deep.root()).isDirectory();
    }
  }

  @Test
  void belongsToOneRunAtATime() {
    try (Home first = Home.open(layout())) {
      assertThat(Home.isOccupied(first.layout())).isTrue();
      assertThatThrownBy(() -> Home.open(layout()))
          .isInstanceOf(OccupiedHomeException.class)
          .hasMessageContaining(layout().root().toString())
          .hasMessageContaining("--home")
          .hasMessageContaining(Long.toString(ProcessHandle.current().pid()));
    }
    assertThat(Home.isOccupied(layout())).isFalse();
    Home.open(layout()).close();
  }

  @Test
  void isFreeAgainWhenItsProcessWasKilled() throws Exception {
    Process owner =
        JavaProcess.start(
            Occupant.class,
            directory.resolve("out"),
            List.of(),
            List.of(layout().root().toString()));
    Awaitility.await().until(() -> Files.exists(layout().lock()) && Home.isOccupied(layout()));
    assertThatThrownBy(() -> Home.open(layout())).isInstanceOf(OccupiedHomeException.class);

    owner.destroyForcibly().waitFor();

    Home.open(layout()).close();
  }

  @Test
  void keepsItsSecretsToItsOwner() throws IOException {
    Credentials made;
    try (Home home = Home.open(layout())) {
      made = home.credentials();
    }
    try (Home home = Home.open(layout())) {
      assertThat(home.credentials()).isEqualTo(made);
    }
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(layout().credentials())))
        .isEqualTo("rw-------");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(layout().root())))
        .isEqualTo("rwx------");
    assertThat(made.toString()).doesNotContain(made.storeSecretKey(), made.siteSecret());
  }

  @Test
  void saysWhichFileIsDamagedWithoutQuotingIt() throws IOException {
    Home.open(layout()).close();
    Files.writeString(layout().credentials(), "{\"storeSecretKey\": \"very secret\", oops");

    assertThatThrownBy(() -> Home.open(layout()))
        .isInstanceOf(RunException.class)
        .hasMessageContaining("credentials.json")
        .hasMessageNotContaining("very secret")
        .hasNoCause();
    assertThat(Home.isOccupied(layout())).isFalse();
  }

  @Test
  void takesTheSamePortsAgainUnlessOneIsTaken() throws IOException {
    Ports first;
    try (Home home = Home.open(layout())) {
      first = home.choosePorts();
      assertThat(home.choosePorts()).isEqualTo(first);
    }
    try (ServerSocket other =
            new ServerSocket(first.broker(), 1, InetAddress.getLoopbackAddress());
        Home home = Home.open(layout())) {
      Ports second = home.choosePorts();
      assertThat(second.store()).isEqualTo(first.store());
      assertThat(second.controller()).isEqualTo(first.controller());
      assertThat(second.broker()).isNotEqualTo(other.getLocalPort());
    }
  }

  @Test
  void emptiesWorkDirectories() throws IOException {
    try (Home home = Home.open(layout())) {
      Path work = home.emptyWorkDirectory("ingest");
      Files.createDirectories(work.resolve("deep"));
      Files.writeString(work.resolve("deep/left-over"), "x");

      assertThat(home.workDirectory("ingest"))
          .isEqualTo(work)
          .isDirectoryContaining("glob:**/deep");
      assertThat(home.emptyWorkDirectory("ingest")).isEmptyDirectory();
    }
  }

  @Test
  void refusesADirectoryThatCanNotBeMade() throws IOException {
    Path file = Files.writeString(directory.resolve("file"), "x");

    assertThatThrownBy(() -> Home.open(new HomeLayout(file.resolve("home"))))
        .isInstanceOf(RunException.class)
        .hasMessageContaining("--home");
  }

  @Test
  void saysHowMuchRoomIsMissing() {
    assertThatThrownBy(() -> DiskSpace.require(directory, Long.MAX_VALUE))
        .isInstanceOf(FullDiskException.class)
        .hasMessageContaining("MiB free")
        .hasMessageContaining("--home");
    DiskSpace.require(directory, 1);
  }

  /** Holds a home until it is killed. */
  static final class Occupant {
    private Occupant() {}

    public static void main(String[] arguments) throws InterruptedException {
      try (Home home = Home.open(new HomeLayout(Path.of(arguments[0])))) {
        System.out.println(home.layout().root());
        Thread.currentThread().join();
      }
    }
  }
}
