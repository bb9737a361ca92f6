package dev.hybridmim.trainer.monitor;

import dev.hybridmim.trainer.learning.PhaseSeconds;
import dev.hybridmim.trainer.learning.StepReport;
import java.time.Instant;
import java.util.List;

/** Steps whose numbers follow from their own. */
final class Steps {
  static final Instant TIME = Instant.parse("2026-01-01T00:00:00Z");

  private Steps() {}

  static StepRecord at(long step, double loss) {
    PhaseSeconds none = new PhaseSeconds(0, 0, 0, 0, 0, 0, 0, 0);
    StepReport report =
        new StepReport(step, loss, 1, 2, 3, 4, 5, 0, 6, 0.5, none, none, !Double.isFinite(loss));
    return new StepRecord(report, 8 * step, 1, 32, 0.25, 0.125, List.of(), TIME.plusSeconds(step));
  }
}
