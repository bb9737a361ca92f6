package dev.hybridmim.ingest.intake.association;

import java.util.List;

/** The content of an A-ASSOCIATE-AC, PS3.8 section 9.3.3. */
public record AssociationAcceptance(
    String calledTitle, String callingTitle, List<AnsweredContext> contexts, UserInformation user) {
  public AssociationAcceptance {
    contexts = List.copyOf(contexts);
  }
}
