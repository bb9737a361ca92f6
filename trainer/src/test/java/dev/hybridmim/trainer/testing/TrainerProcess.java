package dev.hybridmim.trainer.testing;

import dev.hybridmim.platform.connection.Connection;
import dev.hybridmim.platform.profile.Profile;
import dev.hybridmim.platform.profile.Profiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A trainer as its users start it. */
public final class TrainerProcess implements AutoCloseable {
  private final Process process;
  private final Path home;
  private final Path log;

  private TrainerProcess(Process process, Path home, Path log) {
    this.process = process;
    this.home = home;
    this.log = log;
  }

  /** Starts a trainer; its output goes to a file beside its home. */
  public static TrainerProcess start(
      Connection connection, Profile profile, Path home, String... options) throws IOException {
    Files.createDirectories(home);
    Path connectionFile = home.resolve("connection.json");
    connection.write(connectionFile);
    Path profileFile = home.resolve("profile.yaml");
    // JSON is YAML.
    Files.writeString(profileFile, Profiles.toJson(profile));
    Path log = home.resolveSibling(home.getFileName() + ".log");
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Dai.djl.offline=true",
                "-Dhybridmim.parent=pipe",
                "-cp",
                System.getProperty("java.class.path"),
                "dev.hybridmim.trainer.service.TrainerMain",
                "--connection=" + connectionFile,
                "--profile=" + profileFile,
                "--home=" + home,
                "--ask-again-after=4",
                "--kafka-patience=3"));
    command.addAll(List.of(options));
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
            .start();
    return new TrainerProcess(process, home, log);
  }

  /** Ends it as a power cut would. */
  public void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  /** Lets it run for a while, or until it ends. */
  public void runFor(Duration time) throws InterruptedException {
    process.waitFor(time.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Sends SIGTERM. */
  public void terminate() {
    process.toHandle().destroy();
  }

  /** Closes the pipe that tells a child that its launcher is alive. */
  public void closeInput() throws IOException {
    process.getOutputStream().close();
  }

  public boolean isAlive() {
    return process.isAlive();
  }

  /** Waits for its end and returns its exit code. */
  public int exitCode() throws InterruptedException {
    if (!process.waitFor(180, TimeUnit.SECONDS)) {
      throw new AssertionError("The trainer did not end; its output:\n" + output());
    }
    return process.exitValue();
  }

  /** Everything it and the ones before it in this home have printed. */
  public String output() {
    try {
      return Files.readString(log);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The lines of its metrics. */
  public List<String> metrics() {
    Path file = home.resolve("metrics.jsonl");
    try {
      return Files.exists(file) ? Files.readAllLines(file) : List.of();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
