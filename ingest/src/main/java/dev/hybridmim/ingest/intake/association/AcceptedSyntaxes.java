package dev.hybridmim.ingest.intake.association;

import dev.hybridmim.ingest.intake.association.AnsweredContext.Result;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Which transfer syntaxes are accepted for which abstract syntax. Immutable. */
public final class AcceptedSyntaxes {
  private static final String IMPLICIT_LITTLE_ENDIAN = "1.2.840.10008.1.2";

  private final Map<String, Set<String>> byAbstractSyntax;

  public AcceptedSyntaxes(Map<String, Set<String>> byAbstractSyntax) {
    Map<String, Set<String>> copy = new HashMap<>();
    byAbstractSyntax.forEach((key, syntaxes) -> copy.put(key, Set.copyOf(syntaxes)));
    this.byAbstractSyntax = Map.copyOf(copy);
  }

  /** Whether anything is accepted for the abstract syntax. */
  public boolean accepts(String abstractSyntax) {
    return byAbstractSyntax.containsKey(abstractSyntax);
  }

  /** Whether the pair is accepted. */
  public boolean accepts(String abstractSyntax, String transferSyntax) {
    return byAbstractSyntax.getOrDefault(abstractSyntax, Set.of()).contains(transferSyntax);
  }

  AnsweredContext answer(ProposedContext proposed) {
    if (!accepts(proposed.abstractSyntax())) {
      return refusal(proposed, Result.ABSTRACT_SYNTAX_NOT_SUPPORTED);
    }
    List<String> possible =
        proposed.transferSyntaxes().stream()
            .filter(syntax -> accepts(proposed.abstractSyntax(), syntax))
            .toList();
    if (possible.isEmpty()) {
      return refusal(proposed, Result.TRANSFER_SYNTAXES_NOT_SUPPORTED);
    }
    // Implicit syntax loses the value representation of what no dictionary knows.
    String chosen =
        possible.stream()
            .filter(syntax -> !syntax.equals(IMPLICIT_LITTLE_ENDIAN))
            .findFirst()
            .orElse(IMPLICIT_LITTLE_ENDIAN);
    return new AnsweredContext(proposed.id(), Result.ACCEPTED, chosen);
  }

  private static AnsweredContext refusal(ProposedContext proposed, Result result) {
    return new AnsweredContext(proposed.id(), result, proposed.transferSyntaxes().get(0));
  }
}
