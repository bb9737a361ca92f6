package dev.hybridmim.platform.profile;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;
import java.util.Map;

/**
 * How a snapshot is scored.
 *
 * @param labelFraction share of the training cases that is used
 * @param heldBackFraction share of all cases that is scored and never trained on
 * @param overlap of neighbouring windows in inference, as a share of the window
 * @param threads processor threads of the tensor library, 0: all
 * @param scoring what every snapshot is scored on; null, as in older snapshots, means one piece of
 *     work
 * @param transfer which pre-trained weights are taken over
 * @param earlyStop whether fine-tuning may end early; null, as in older snapshots, means never
 */
public record EvaluatorProfile(
    double labelFraction,
    double heldBackFraction,
    int fineTuneSteps,
    int batchSize,
    double learningRate,
    double weightDecay,
    double overlap,
    int threads,
    long seed,
    ScoringProfile scoring,
    Transfer transfer,
    EarlyStopProfile earlyStop)
    implements ProfileSection {
  public EvaluatorProfile {
    Require.within(
        "evaluator.labelFraction",
        Require.positive("evaluator.labelFraction", labelFraction),
        0,
        1);
    Require.within(
        "evaluator.heldBackFraction",
        Require.positive("evaluator.heldBackFraction", heldBackFraction),
        0,
        0.9);
    Require.atLeast("evaluator.fineTuneSteps", fineTuneSteps, 1);
    Require.atLeast("evaluator.batchSize", batchSize, 1);
    Require.positive("evaluator.learningRate", learningRate);
    Require.within("evaluator.weightDecay", weightDecay, 0, 1);
    Require.within("evaluator.overlap", overlap, 0, 0.9);
    Require.atLeast("evaluator.threads", threads, 0);
    scoring = scoring == null ? ScoringProfile.DEFAULT : scoring;
    // Null in snapshots from before this setting.
    transfer = transfer == null ? Transfer.WHOLE : transfer;
    earlyStop = earlyStop == null ? EarlyStopProfile.OFF : earlyStop;
  }

  /** One piece of work for each snapshot. */
  public EvaluatorProfile(
      double labelFraction,
      double heldBackFraction,
      int fineTuneSteps,
      int batchSize,
      double learningRate,
      double weightDecay,
      double overlap,
      int threads,
      long seed) {
    this(
        labelFraction,
        heldBackFraction,
        fineTuneSteps,
        batchSize,
        learningRate,
        weightDecay,
        overlap,
        threads,
        seed,
        ScoringProfile.DEFAULT,
        Transfer.WHOLE,
        EarlyStopProfile.OFF);
  }

  /** Seed of the division into training and held-back cases. */
  public long splitSeed() {
    return scoring.splitSeed() == null ? seed : scoring.splitSeed();
  }

  /** The same settings for one piece of work, divided as before. */
  public EvaluatorProfile withWork(double fraction, long seedOfWork) {
    return RecordCopy.with(
        this,
        Map.of(
            "labelFraction",
            fraction,
            "seed",
            seedOfWork,
            "scoring",
            scoring.withSplitSeed(splitSeed())));
  }

  /** The same settings, scored on other work. */
  public EvaluatorProfile withScoring(ScoringProfile other) {
    return RecordCopy.with(this, Map.of("scoring", other));
  }

  /** The same settings with another rule of when fine-tuning ends. */
  public EvaluatorProfile withEarlyStop(EarlyStopProfile other) {
    return RecordCopy.with(this, Map.of("earlyStop", other));
  }

  /** Which pre-trained weights a network for segmentation begins with. */
  public enum Transfer {
    /** All that have a place in it. */
    WHOLE,
    /** Those of the encoder; the decoder begins from scratch. */
    ENCODER;

    @JsonValue
    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
