package dev.hybridmim.local.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;

/**
 * A child process that runs. It is stopped by the end of its standard input, which gives it the
 * time to close what it has open, and by force when that takes too long.
 */
public final class ManagedProcess {
  private static final Duration POLL = Duration.ofMillis(50);
  private static final Duration FORCE = Duration.ofSeconds(10);

  /** How a shell reports a process ended by signal n: 128 + n. */
  private static final int SIGNAL_BASE = 128;

  private static final int LONGEST_SENTENCE = 400;

  private final String name;
  private final Process process;
  private final Path log;
  private final Path output;
  private final Path readyFile;
  private final AtomicBoolean stopping = new AtomicBoolean();

  ManagedProcess(String name, Process process, Path log, Path output, Path readyFile) {
    this.name = name;
    this.process = process;
    this.log = log;
    this.output = output;
    this.readyFile = readyFile;
  }

  public String name() {
    return name;
  }

  public long id() {
    return process.pid();
  }

  public boolean isAlive() {
    return process.isAlive();
  }

  /** Completes with the exit code. */
  CompletableFuture<Integer> ended() {
    return process.onExit().thenApply(Process::exitValue);
  }

  boolean wasAskedToStop() {
    return stopping.get();
  }

  /**
   * Waits until the child has written its ready file.
   *
   * @return the file's content
   * @throws DeadChildException when it ended instead
   * @throws NotReadyException when the deadline passed
   */
  public String awaitReady(Duration deadline) throws InterruptedException {
    long end = System.nanoTime() + deadline.toNanos();
    while (!Files.exists(readyFile)) {
      if (process.waitFor(POLL.toMillis(), TimeUnit.MILLISECONDS)) {
        throw death();
      }
      if (System.nanoTime() > end) {
        throw new NotReadyException(name, deadline, tellingLog());
      }
    }
    try {
      return Files.readString(readyFile).strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The sentence for a child that ended on its own. */
  public DeadChildException death() {
    int code = process.exitValue();
    String ending =
        code > SIGNAL_BASE
            ? "was killed by signal " + (code - SIGNAL_BASE) + " (exit code " + code + ")"
            : "ended unexpectedly with exit code " + code + lastWords();
    return new DeadChildException(name, ending, tellingLog());
  }

  /**
   * Asks the child to end, waits, and ends it by force when the deadline passes.
   *
   * @return whether it ended in order
   */
  public boolean stop(Duration deadline) throws InterruptedException {
    askToStop();
    if (process.waitFor(deadline.toMillis(), TimeUnit.MILLISECONDS)) {
      return process.exitValue() == 0;
    }
    kill();
    return false;
  }

  /** Ends the child's standard input, the sign to stop, and returns at once. */
  public void askToStop() {
    stopping.set(true);
    try {
      process.getOutputStream().close();
    } catch (IOException e) {
      // The pipe is broken because the child is gone already, which is what was wanted.
      return;
    }
  }

  private void kill() throws InterruptedException {
    // A child may have started workers of its own; a killed one can't end them itself.
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
    process.waitFor(FORCE.toMillis(), TimeUnit.MILLISECONDS);
  }

  /**
   * The platform's processes say in one line on standard error why they give up; anything else is
   * left to the log.
   */
  private String lastWords() {
    try (Stream<String> lines = Files.lines(output)) {
      String last = lines.filter(line -> !line.isBlank()).reduce("", (one, other) -> other);
      boolean isSentence =
          last.endsWith(".") && last.length() <= LONGEST_SENTENCE && !last.startsWith("\t");
      return isSentence ? ", saying \"" + last + "\"" : "";
    } catch (IOException | UncheckedIOException e) {
      // Not there, or not text.
      return "";
    }
  }

  /** What went past the logger is nearly always the reason of a death, if there is anything. */
  private Path tellingLog() {
    try {
      return Files.exists(output) && Files.size(output) > 0 ? output : log;
    } catch (IOException e) {
      return log;
    }
  }
}
