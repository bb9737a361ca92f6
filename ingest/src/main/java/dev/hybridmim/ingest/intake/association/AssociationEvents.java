package dev.hybridmim.ingest.intake.association;

/** What happens to associations, for counters and logs. Thread-safe. */
public interface AssociationEvents {
  /** An association is established. */
  void accepted();

  /** A request was refused. */
  void rejected(RejectionReason reason);

  /** An association was ended by A-ABORT, by either side, or by a lost connection. */
  void aborted(String why);

  /** A connection was closed unheard, since too many are being refused already. */
  void dropped();
}
