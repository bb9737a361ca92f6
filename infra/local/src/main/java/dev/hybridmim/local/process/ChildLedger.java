package dev.hybridmim.local.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Remembers which processes a launcher started, so that the next one can wait for those that
 * outlived it.
 *
 * <p>A launcher that is killed leaves children that notice and shut down, which takes them seconds;
 * until then they hold the broker's and the store's files. Each line of the file is a process id
 * and the time it started: an id alone may by then belong to somebody else.
 */
final class ChildLedger {
  private final Path file;

  ChildLedger(Path file) {
    this.file = file;
  }

  void add(ProcessHandle child) {
    String line = child.pid() + " " + started(child) + System.lineSeparator();
    try {
      Files.writeString(file, line, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Waits for the children of earlier launchers, ends by force what is still there after {@code
   * grace}, and forgets them.
   */
  void settle(Duration grace) throws InterruptedException {
    long end = System.nanoTime() + grace.toNanos();
    for (ProcessHandle child : living()) {
      if (!endedBefore(child, end)) {
        child.descendants().forEach(ProcessHandle::destroyForcibly);
        child.destroyForcibly();
        endedBefore(child, System.nanoTime() + grace.toNanos());
      }
    }
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private List<ProcessHandle> living() {
    List<ProcessHandle> living = new ArrayList<>();
    if (!Files.exists(file)) {
      return living;
    }
    try {
      for (String line : Files.readAllLines(file)) {
        find(line).ifPresent(living::add);
      }
      return living;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Optional<ProcessHandle> find(String line) {
    String[] parts = line.split(" ", 2);
    // A line that a kill has cut short names nothing.
    if (parts.length != 2 || !parts[0].chars().allMatch(Character::isDigit)) {
      return Optional.empty();
    }
    return ProcessHandle.of(Long.parseLong(parts[0]))
        .filter(child -> started(child).equals(parts[1]));
  }

  private static String started(ProcessHandle child) {
    return child.info().startInstant().map(Instant::toString).orElse("unknown");
  }

  private static boolean endedBefore(ProcessHandle child, long end) throws InterruptedException {
    try {
      child.onExit().get(Math.max(1, end - System.nanoTime()), TimeUnit.NANOSECONDS);
      return true;
    } catch (TimeoutException e) {
      return false;
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }
}
