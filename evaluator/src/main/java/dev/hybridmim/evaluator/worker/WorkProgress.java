package dev.hybridmim.evaluator.worker;

import dev.hybridmim.platform.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Optional;

/**
 * How far a worker is, as it last wrote to {@code progress.json}.
 *
 * @param phase what it is doing, such as {@code training} or {@code scoring}
 */
public record WorkProgress(String phase, int done, int of) {
  private static final long INTERVAL_NANOS = Duration.ofSeconds(1).toNanos();

  /** What the worker of a directory last said; empty: nothing yet. */
  public static Optional<WorkProgress> of(Path directory) {
    Path file = file(directory);
    try {
      return Files.isRegularFile(file)
          ? Optional.of(Json.mapper().readValue(file.toFile(), WorkProgress.class))
          : Optional.empty();
    } catch (IOException exception) {
      throw new UncheckedIOException(exception);
    }
  }

  private static Path file(Path directory) {
    return directory.resolve("progress.json");
  }

  /** Writes a directory's progress, once a second at most. Not thread-safe. */
  public static final class Writer {
    private final Path directory;
    private long written = System.nanoTime() - INTERVAL_NANOS;

    public Writer(Path directory) {
      this.directory = directory;
    }

    /** Says how far it is, unless that was said a moment ago. */
    public void at(String phase, int done, int of) {
      if (System.nanoTime() - written < INTERVAL_NANOS) {
        return;
      }
      written = System.nanoTime();
      Path draft = directory.resolve("progress.draft");
      try {
        Json.mapper().writeValue(draft.toFile(), new WorkProgress(phase, done, of));
        Files.move(draft, file(directory), StandardCopyOption.ATOMIC_MOVE);
      } catch (IOException exception) {
        throw new UncheckedIOException(exception);
      }
    }
  }
}
