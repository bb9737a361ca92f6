package dev.hybridmim.ingest.intake.association;

import java.io.IOException;

/** The peer has sent A-ABORT, or has gone away, in the middle of things. */
public final class AbortedException extends IOException {
  private static final long serialVersionUID = 1L;

  public AbortedException(String message) {
    super(message);
  }
}
