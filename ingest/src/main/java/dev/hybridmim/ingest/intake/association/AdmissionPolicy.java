package dev.hybridmim.ingest.intake.association;

import java.net.InetAddress;
import java.util.Optional;

/** Who may open an association, and when. Thread-safe. */
public interface AdmissionPolicy {
  /** Why the request is refused; nothing when it is not. */
  Optional<RejectionReason> refusal(AssociationRequest request, InetAddress peer);
}
