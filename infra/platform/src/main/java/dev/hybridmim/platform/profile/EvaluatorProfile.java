package dev.hybridmim.platform.profile;

/**
 * How a snapshot is scored.
 *
 * @param labelFraction share of the training cases that is used
 * @param heldBackFraction share of all cases that is scored and never trained on
 * @param overlap of neighbouring windows in inference, as a share of the window
 * @param threads processor threads of the tensor library, 0: all
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
    long seed)
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
  }
}
