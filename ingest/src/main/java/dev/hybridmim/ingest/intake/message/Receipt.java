package dev.hybridmim.ingest.intake.message;

import java.util.Objects;

/**
 * What has become of an instance.
 *
 * @param comment says why it was not taken, without any value of the data set; empty on success
 * @param sopClass of the data set, empty when it is not known
 * @param sopInstance of the data set as the sender knows it, which may identify a patient; empty
 *     when it is not known
 */
public record Receipt(Status status, String comment, String sopClass, String sopInstance) {
  public Receipt {
    Objects.requireNonNull(status, "status");
    Objects.requireNonNull(comment, "comment");
    Objects.requireNonNull(sopClass, "sopClass");
    Objects.requireNonNull(sopInstance, "sopInstance");
  }

  /** Not taken. */
  public static Receipt refused(Status status, String comment) {
    return new Receipt(status, comment, "", "");
  }

  /** Durable. */
  public static Receipt stored(String sopClass, String sopInstance) {
    return new Receipt(Status.SUCCESS, "", sopClass, sopInstance);
  }

  /** The same for a data set that could be read. */
  public Receipt of(String readClass, String readInstance) {
    return new Receipt(status, comment, readClass, readInstance);
  }

  /** Whether the sender may forget the instance. */
  public boolean isStored() {
    return status == Status.SUCCESS;
  }

  @Override
  public String toString() {
    return "Receipt[" + status + ", " + comment + "]";
  }
}
