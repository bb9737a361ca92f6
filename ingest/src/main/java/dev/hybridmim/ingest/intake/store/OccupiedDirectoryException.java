package dev.hybridmim.ingest.intake.store;

import java.io.IOException;
import java.nio.file.Path;

/** Another intake works in the directory. */
public final class OccupiedDirectoryException extends IOException {
  private static final long serialVersionUID = 1L;

  OccupiedDirectoryException(Path directory) {
    super(
        "Another intake works in " + directory + ": stop it first, or give this one its own home.");
  }
}
