package dev.hybridmim.local.home;

import dev.hybridmim.local.RunException;
import java.nio.file.Path;

/** Too little room is left on the disk that holds the home. */
public final class FullDiskException extends RunException {
  private static final long serialVersionUID = 1L;
  private static final long MEBIBYTE = 1L << 20;

  FullDiskException(Path directory, long free, long needed) {
    super(
        "The disk of "
            + directory
            + " has only "
            + free / MEBIBYTE
            + " MiB free and at least "
            + needed / MEBIBYTE
            + " MiB are needed: free some, or name a directory on another disk with --home.");
  }
}
