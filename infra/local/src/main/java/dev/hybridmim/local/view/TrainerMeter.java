package dev.hybridmim.local.view;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/** How far a trainer is, from what it writes into its directory. */
public final class TrainerMeter {
  private final MetricsFile metrics;
  private final TrainingView training = new TrainingView();
  private String run = "";

  /** Follows the trainer of a directory. */
  public TrainerMeter(Path trainer) {
    this.metrics = new MetricsFile(trainer.resolve("metrics.jsonl"));
  }

  /**
   * Where it stands.
   *
   * @param run its id; empty before the first step
   * @param loss mean over the last steps
   */
  public record State(
      String run, long step, long samplesTrained, double samplesPerSecond, Optional<Double> loss) {
    /** For a person. */
    public String line() {
      if (step == 0) {
        return "No step yet: the trainer waits for samples.";
      }
      return String.format(
          Locale.ROOT,
          "Run %s, step %d: loss %s, %d samples trained, %.1f samples/s",
          run,
          step,
          loss.map(value -> String.format(Locale.ROOT, "%.4f", value)).orElse("not finite"),
          samplesTrained,
          samplesPerSecond);
    }
  }

  /** Reads what is new. */
  public State poll() {
    metrics.poll(
        line ->
            StepMetrics.parse(line)
                .ifPresent(
                    step -> {
                      training.accept(step);
                      run = step.run();
                    }));
    Summary.Training summary = training.summary(Optional.of(run));
    return new State(
        run,
        summary.step(),
        training.samplesTrained(),
        training.samplesPerSecond(),
        summary.lossLast());
  }
}
