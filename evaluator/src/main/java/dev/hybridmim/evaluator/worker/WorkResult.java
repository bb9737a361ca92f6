package dev.hybridmim.evaluator.worker;

import dev.hybridmim.evaluator.report.OutcomeReport;
import dev.hybridmim.evaluator.report.Overlay;
import java.util.List;

/**
 * What a piece of work came to.
 *
 * @param overlays planes of held-back cases, as many as were asked for
 */
public record WorkResult(
    OutcomeReport outcome, int trainingCases, int heldBackCases, List<Overlay> overlays) {
  public WorkResult {
    overlays = overlays == null ? List.of() : List.copyOf(overlays);
  }

  /** A result without pictures. */
  public WorkResult(OutcomeReport outcome, int trainingCases, int heldBackCases) {
    this(outcome, trainingCases, heldBackCases, List.of());
  }
}
