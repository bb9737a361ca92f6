package dev.hybridmim.local.home;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** How much room the home's disk has. */
public final class DiskSpace {
  /** Below this a run does not start: Kafka's samples alone may grow to it. */
  public static final long NEEDED_TO_START = 2L << 30;

  /** Below this a run ends while everything can still be closed in order. */
  public static final long NEEDED_TO_GO_ON = 256L << 20;

  private DiskSpace() {}

  /** Bytes that this user may still write. */
  public static long free(Path directory) {
    try {
      return Files.getFileStore(directory).getUsableSpace();
    } catch (IOException e) {
      throw new UncheckedIOException("The disk of " + directory + " can't be asked", e);
    }
  }

  /**
   * Checks that a number of bytes is free.
   *
   * @throws FullDiskException when it is not
   */
  public static void require(Path directory, long bytes) {
    long free = free(directory);
    if (free < bytes) {
      throw new FullDiskException(directory, free, bytes);
    }
  }
}
