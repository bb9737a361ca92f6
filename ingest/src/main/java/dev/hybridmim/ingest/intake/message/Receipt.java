package dev.hybridmim.ingest.intake.message;

import java.util.Objects;

/**
 * What has become of an instance.
 *
 * @param comment says why it was not taken, without any value of the data set; empty on success
 */
public record Receipt(Status status, String comment) {
  /** It is durable. */
  public static final Receipt STORED = new Receipt(Status.SUCCESS, "");

  public Receipt {
    Objects.requireNonNull(status, "status");
    Objects.requireNonNull(comment, "comment");
  }

  /** Whether the sender may forget the instance. */
  public boolean isStored() {
    return status == Status.SUCCESS;
  }
}
