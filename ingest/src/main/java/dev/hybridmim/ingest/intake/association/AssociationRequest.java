package dev.hybridmim.ingest.intake.association;

import java.util.List;

/** The content of an A-ASSOCIATE-RQ, PS3.8 section 9.3.2. */
public record AssociationRequest(
    int protocolVersion,
    String calledTitle,
    String callingTitle,
    String applicationContext,
    List<ProposedContext> contexts,
    UserInformation user) {
  /** The only application context that DICOM has. */
  public static final String DICOM_CONTEXT = "1.2.840.10008.3.1.1.1";

  /** The only protocol version, as its bit. */
  public static final int VERSION_ONE = 1;

  public AssociationRequest {
    contexts = List.copyOf(contexts);
  }
}
