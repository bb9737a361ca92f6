package dev.hybridmim.ingest.intake.association;

import java.io.IOException;

/** The called side has answered with A-ASSOCIATE-RJ. */
public final class RejectedException extends IOException {
  private static final long serialVersionUID = 1L;

  private final int result;
  private final int source;
  private final int reason;

  RejectedException(int result, int source, int reason) {
    super(
        "The association was rejected: result "
            + result
            + ", source "
            + source
            + ", reason "
            + reason);
    this.result = result;
    this.source = source;
    this.reason = reason;
  }

  /** Whether it is the given refusal. */
  public boolean is(RejectionReason refusal) {
    return result == refusal.result() && source == refusal.source() && reason == refusal.reason();
  }

  /** Whether trying again later may help. */
  public boolean isTransient() {
    return result == 2;
  }
}
