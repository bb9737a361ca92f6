package dev.hybridmim.ingest.intake.association;

import java.util.List;

/**
 * A presentation context as it is proposed.
 *
 * @param id odd, 1 to 255
 */
public record ProposedContext(int id, String abstractSyntax, List<String> transferSyntaxes) {
  public ProposedContext {
    transferSyntaxes = List.copyOf(transferSyntaxes);
  }
}
