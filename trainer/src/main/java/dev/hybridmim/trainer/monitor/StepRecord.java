package dev.hybridmim.trainer.monitor;

import dev.hybridmim.trainer.learning.StepReport;
import java.time.Instant;
import java.util.List;

/**
 * A step as it is shown.
 *
 * @param samplesTrained since the run began
 * @param skippedSteps since the run began
 * @param samplesPerSecond of this step, waiting included
 * @param waitSeconds how long its samples were waited for
 * @param stepSeconds how long it was computed
 * @param skippedSamples names of its samples if it changed nothing, else empty
 */
public record StepRecord(
    StepReport report,
    long samplesTrained,
    long skippedSteps,
    double samplesPerSecond,
    double waitSeconds,
    double stepSeconds,
    List<String> skippedSamples,
    Instant time) {
  public StepRecord {
    skippedSamples = List.copyOf(skippedSamples);
  }
}
