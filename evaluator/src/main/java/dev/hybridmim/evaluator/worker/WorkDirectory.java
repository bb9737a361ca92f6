package dev.hybridmim.evaluator.worker;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/** The directory below which all pieces of work lie, between one run and the next. */
public final class WorkDirectory {
  private WorkDirectory() {}

  /**
   * Removes what a run that ended, however it did, has left and nobody needs: everything but
   * prepared cases and the pieces of work that may still be gone on with. No pipeline may be using
   * the directory.
   *
   * @param longest work that was not touched for so long is given up
   */
  public static void tidy(Path directory, Duration longest) throws IOException {
    Instant oldest = Instant.now().minus(longest);
    List<Path> entries;
    try (Stream<Path> all = Files.list(directory)) {
      entries = all.toList();
    }
    for (Path entry : entries) {
      String name = entry.getFileName().toString();
      boolean goesOn =
          name.startsWith(WorkFiles.PREFIX)
              && Files.getLastModifiedTime(entry).toInstant().isAfter(oldest);
      if (!goesOn && !name.equals(WorkFiles.PREPARED)) {
        WorkerProcess.delete(entry);
      }
    }
  }
}
