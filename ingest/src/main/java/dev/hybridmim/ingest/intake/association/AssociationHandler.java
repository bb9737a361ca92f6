package dev.hybridmim.ingest.intake.association;

import java.io.IOException;

/** What is done with established associations. Thread-safe. */
public interface AssociationHandler {
  /**
   * Serves one association until the peer releases it.
   *
   * @throws ProtocolException when the peer breaks a rule: the caller then aborts
   * @throws IOException when the association is aborted or the connection lost
   */
  void serve(Association association) throws IOException;
}
