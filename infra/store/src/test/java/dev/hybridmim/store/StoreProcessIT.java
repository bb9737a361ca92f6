package dev.hybridmim.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The store as the launcher starts it: a process with a pipe on its standard input. */
class StoreProcessIT {
  private static final Duration DEADLINE = Duration.ofSeconds(60);
  private static final String ACCESS_KEY = "an-access-key";
  private static final String SECRET_KEY = "a-secret-key";

  @TempDir Path directory;

  @Test
  void keepsWhatItAcknowledgedThroughAKill() throws Exception {
    byte[] object = new byte[3 << 20];
    new Random(1).nextBytes(object);
    Process first = start(0);
    URI address = awaitAddress(first);
    SignedRequests requests = new SignedRequests(address, ACCESS_KEY, SECRET_KEY);
    assertThat(requests.put("/scans", new byte[0])).isEqualTo(200);
    assertThat(requests.put("/scans/raw/one.nii", object)).isEqualTo(200);
    first.destroyForcibly().waitFor();

    Process second = start(address.getPort());
    assertThat(awaitAddress(second)).isEqualTo(address);
    assertThat(requests.get("/scans/raw/one.nii").body()).isEqualTo(object);
    second.destroyForcibly().waitFor();
  }

  @Test
  void refusesAWrongSecret() throws Exception {
    Process store = start(0);
    SignedRequests requests =
        new SignedRequests(awaitAddress(store), ACCESS_KEY, "another-secret-key");

    assertThat(requests.get("/scans/raw/one.nii").statusCode()).isEqualTo(403);
    store.destroyForcibly().waitFor();
  }

  @Test
  void endsWhenItsParentIsGone() throws Exception {
    Process store = start(0);
    awaitAddress(store);

    store.getOutputStream().close();

    assertThat(store.waitFor(DEADLINE.toSeconds(), TimeUnit.SECONDS)).isTrue();
    assertThat(store.exitValue()).isZero();
  }

  @Test
  void listensOnLoopbackOnlyAndKeepsItsSecretOffTheCommandLine() throws Exception {
    Process store = start(0);
    URI address = awaitAddress(store);

    assertThat(address.getHost()).isEqualTo("127.0.0.1");
    assertThat(store.info().commandLine().orElse("")).doesNotContain(SECRET_KEY);
    store.destroyForcibly().waitFor();
  }

  private Process start(int port) throws IOException {
    Files.deleteIfExists(readyFile());
    ProcessBuilder builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx256m",
            "-Dhybridmim.parent=pipe",
            "-cp",
            System.getProperty("java.class.path"),
            StoreMain.class.getName(),
            "--directory=" + directory.resolve("objects"),
            "--port=" + port,
            "--ready-file=" + readyFile());
    builder.environment().put(StoreSettings.ACCESS_KEY, ACCESS_KEY);
    builder.environment().put(StoreSettings.SECRET_KEY, SECRET_KEY);
    builder.redirectErrorStream(true);
    builder.redirectOutput(
        ProcessBuilder.Redirect.appendTo(directory.resolve("store.out").toFile()));
    return builder.start();
  }

  private Path readyFile() {
    return directory.resolve("store.ready");
  }

  private URI awaitAddress(Process store) throws Exception {
    long deadline = System.nanoTime() + DEADLINE.toNanos();
    while (!Files.exists(readyFile())) {
      assertThat(store.isAlive()).as(() -> "the store lives; it said: " + output()).isTrue();
      assertThat(System.nanoTime()).as("the store is ready in time").isLessThan(deadline);
      store.waitFor(20, TimeUnit.MILLISECONDS);
    }
    return URI.create(Files.readString(readyFile()));
  }

  private String output() {
    try (Stream<String> lines = Files.lines(directory.resolve("store.out"))) {
      return String.join(" / ", lines.limit(20).toList());
    } catch (IOException e) {
      return e.toString();
    }
  }
}
