package dev.hybridmim.local.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hybridmim.local.JavaProcess;
import dev.hybridmim.local.home.HomeLayout;
import dev.hybridmim.platform.process.ParentWatch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

class SupervisorTest {
  private static final Duration DEADLINE = Duration.ofSeconds(30);
  private static final Duration AT_ONCE = Duration.ofSeconds(20);

  @TempDir Path directory;
  private HomeLayout home;

  @BeforeEach
  void makeHome() throws IOException {
    home = new HomeLayout(directory);
    Files.createDirectories(home.logs());
    Awaitility.setDefaultTimeout(DEADLINE);
  }

  @Test
  void startsAndStopsInOrder() throws Exception {
    try (Supervisor supervisor = new Supervisor(home)) {
      String awkward = "with \"quotes\", a \\ and a space";
      ManagedProcess child = supervisor.start(child("good", supervisor).with("say", awkward));
      assertThat(child.awaitReady(DEADLINE)).isEqualTo("ready");

      assertThat(child.stop(DEADLINE)).isTrue();

      assertThat(child.isAlive()).isFalse();
      supervisor.check();
      assertThat(home.log("good")).content().contains("logged by good");
      assertThat(home.logs().resolve("good.out"))
          .content()
          .contains("printed by good")
          .contains(awkward);
    }
  }

  @Test
  void leavesNoProcessBehind() throws Exception {
    ManagedProcess first;
    ManagedProcess second;
    try (Supervisor supervisor = new Supervisor(home)) {
      first = supervisor.start(child("first", supervisor));
      second = supervisor.start(child("second", supervisor));
      second.awaitReady(DEADLINE);
    }
    assertThat(first.isAlive()).isFalse();
    assertThat(second.isAlive()).isFalse();
  }

  @Test
  void namesAChildThatWasKilled() throws Exception {
    try (Supervisor supervisor = new Supervisor(home)) {
      ManagedProcess child = supervisor.start(child("victim", supervisor));
      child.awaitReady(DEADLINE);
      ProcessHandle.of(child.id()).orElseThrow().destroyForcibly();

      Awaitility.await().until(supervisor::hasFailed);

      assertThatThrownBy(supervisor::check)
          .isInstanceOf(DeadChildException.class)
          .hasMessageContaining("victim")
          .hasMessageContaining("137")
          .hasMessageContaining(home.logs().toString());
    }
  }

  @Test
  void repeatsTheSentenceOfAChildThatGivesUp() throws Exception {
    try (Supervisor supervisor = new Supervisor(home)) {
      ManagedProcess child = supervisor.start(child("sulking", supervisor).with("fail", 7));

      assertThatThrownBy(() -> child.awaitReady(DEADLINE))
          .isInstanceOf(DeadChildException.class)
          .hasMessageContaining("sulking")
          .hasMessageContaining("exit code 7")
          .hasMessageContaining("I will not work today.")
          .hasMessageContaining("sulking.out");
    }
  }

  @Test
  void givesUpOnAChildThatDoesNotGetReady() throws Exception {
    try (Supervisor supervisor = new Supervisor(home)) {
      ManagedProcess child = supervisor.start(child("slow", supervisor).with("never-ready", true));

      assertThatThrownBy(() -> child.awaitReady(Duration.ofMillis(100)))
          .isInstanceOf(NotReadyException.class)
          .hasMessageContaining("slow");
    }
  }

  @Test
  void endsAChildByForceThatDoesNotStop() throws Exception {
    try (Supervisor supervisor = new Supervisor(home)) {
      ManagedProcess child = supervisor.start(child("stubborn", supervisor).with("stubborn", true));
      child.awaitReady(DEADLINE);

      assertThat(child.stop(Duration.ofMillis(300))).isFalse();

      assertThat(child.isAlive()).isFalse();
      supervisor.check();
    }
  }

  @Test
  void letsAChildFinishThatMay() throws Exception {
    try (Supervisor supervisor = new Supervisor(home)) {
      ManagedProcess child =
          supervisor.start(child("submitter", supervisor).with("fail", 0).thatMayFinish());

      Awaitility.await().until(() -> !child.isAlive());
      supervisor.check();
      assertThat(supervisor.hasFailed()).isFalse();
    }
  }

  @Test
  void childrenDoNotHearCtrlC() throws Exception {
    try (Supervisor supervisor = new Supervisor(home)) {
      ManagedProcess child = supervisor.start(child("deaf", supervisor));
      child.awaitReady(DEADLINE);

      signal("INT", child.id());
      signal("HUP", child.id());
      signal("TERM", child.id());

      assertThat(child.stop(DEADLINE)).as("it lived to be stopped in order").isTrue();
    }
  }

  @Test
  void secretsAreNotOnTheCommandLine() throws Exception {
    try (Supervisor supervisor = new Supervisor(home)) {
      ManagedProcess child =
          supervisor.start(child("quiet", supervisor).withEnvironment("SECRET", "swordfish"));
      child.awaitReady(DEADLINE);

      assertThat(ProcessHandle.of(child.id()).orElseThrow().info().commandLine().orElse(""))
          .doesNotContain("swordfish");
      assertThat(home.logs().resolve("quiet.out")).content().contains("secret of 9 letters");
    }
  }

  @Test
  void childrenEndWhenTheLauncherIsKilledAndTheNextOneWaitsForThem() throws Exception {
    Process launcher =
        JavaProcess.start(
            Launcher.class,
            directory.resolve("launcher.out"),
            List.of(),
            List.of(directory.toString()));
    Path ready = home.work("processes").resolve("orphan.ready");
    Awaitility.await().until(() -> Files.exists(ready));
    ProcessHandle child =
        ProcessHandle.of(launcher.toHandle().children().findFirst().orElseThrow().pid())
            .orElseThrow();

    launcher.destroyForcibly().waitFor();
    try (Supervisor next = new Supervisor(home)) {
      assertThat(child.isAlive()).as("the orphan has ended before the next run goes on").isFalse();
      next.check();
    }
  }

  @Test
  void endsByForceWhatWillNotEndAfterItsLauncher() throws Exception {
    Process stranger = new ProcessBuilder("/bin/sh", "-c", "read x; sleep 300").start();
    ChildLedger ledger = new ChildLedger(directory.resolve("ledger"));
    ledger.add(stranger.toHandle());
    Files.writeString(
        directory.resolve("ledger"),
        ProcessHandle.current().pid() + " another time\n12",
        java.nio.file.StandardOpenOption.APPEND);

    ledger.settle(Duration.ofMillis(200));

    assertThat(stranger.waitFor(AT_ONCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
    assertThat(directory.resolve("ledger")).doesNotExist();
  }

  private static Child child(String name, Supervisor supervisor) {
    return Child.of(name, System.getProperty("java.class.path"), Worker.class.getName(), 64)
        .with("name", name)
        .with("ready", supervisor.readyFile(name));
  }

  private static void signal(String signal, long process) throws Exception {
    assertThat(
            new ProcessBuilder("/bin/kill", "-" + signal, Long.toString(process)).start().waitFor())
        .isZero();
  }

  /** A launcher to be killed. */
  static final class Launcher {
    private Launcher() {}

    public static void main(String[] arguments) throws Exception {
      HomeLayout layout = new HomeLayout(Path.of(arguments[0]));
      try (Supervisor supervisor = new Supervisor(layout)) {
        supervisor.start(child("orphan", supervisor)).awaitReady(DEADLINE);
        Thread.currentThread().join();
      }
    }
  }

  /** A child of every temper. */
  static final class Worker {
    private Worker() {}

    public static void main(String[] arguments) throws Exception {
      String name = "";
      Path ready = null;
      boolean getsReady = true;
      for (String argument : arguments) {
        String value = argument.substring(argument.indexOf('=') + 1);
        if (argument.startsWith("--name=")) {
          name = value;
        } else if (argument.startsWith("--ready=")) {
          ready = Path.of(value);
        } else if (argument.startsWith("--never-ready=")) {
          getsReady = false;
        } else if (argument.startsWith("--say=")) {
          System.out.println(value);
        } else if (argument.startsWith("--stubborn=")) {
          Runtime.getRuntime().addShutdownHook(new Thread(Worker::sleepForEver));
        } else if (argument.startsWith("--fail=")) {
          System.err.println("I will not work today.");
          System.exit(Integer.parseInt(value));
        }
      }
      ParentWatch.start();
      LoggerFactory.getLogger("dev.hybridmim.test").info("logged by {}", name);
      System.out.println("printed by " + name);
      System.out.println(
          "secret of " + System.getenv().getOrDefault("SECRET", "").length() + " letters");
      if (getsReady) {
        Path draft = ready.resolveSibling(name + ".draft");
        Files.writeString(draft, "ready\n");
        Files.move(draft, ready);
      }
      sleepForEver();
    }

    private static void sleepForEver() {
      try {
        Thread.currentThread().join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
