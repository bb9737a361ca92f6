package dev.hybridmim.ingest.intake.association;

import java.io.IOException;

/** The peer has broken a rule of PS3.8; the association is ended with A-ABORT. */
public final class ProtocolException extends IOException {
  private static final long serialVersionUID = 1L;

  private final AbortReason reason;

  public ProtocolException(AbortReason reason, String message) {
    super(message);
    this.reason = reason;
  }

  /** What the A-ABORT says. */
  public AbortReason reason() {
    return reason;
  }
}
