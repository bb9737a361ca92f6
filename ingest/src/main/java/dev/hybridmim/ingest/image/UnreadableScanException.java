package dev.hybridmim.ingest.image;

import java.util.Objects;

/**
 * A scan can't be prepared, and trying again with the same bytes gives the same result.
 *
 * <p>The message is one sentence that names the scan by a reference without identifiers, says what
 * is wrong and what to do.
 */
public final class UnreadableScanException extends Exception {
  private static final long serialVersionUID = 1L;

  private final RejectReason reason;

  public UnreadableScanException(RejectReason reason, String message) {
    this(reason, message, null);
  }

  public UnreadableScanException(RejectReason reason, String message, Throwable cause) {
    super(message, cause);
    this.reason = Objects.requireNonNull(reason, "reason");
  }

  /** What kind of thing is wrong. */
  public RejectReason reason() {
    return reason;
  }
}
