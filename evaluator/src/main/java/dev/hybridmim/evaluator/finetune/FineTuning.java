package dev.hybridmim.evaluator.finetune;

import dev.hybridmim.evaluator.task.PreparedCase;
import dev.hybridmim.platform.profile.EvaluatorProfile;
import dev.hybridmim.trainer.learning.SegmentationLearner;
import java.util.List;

/** Teaches a segmentation network a task; see this package's documentation for the recipe. */
final class FineTuning {
  private final EvaluatorProfile settings;
  private final int edge;

  /**
   * @param settings steps, batch size, learning rate and seed
   * @param edge of the crops, voxels
   */
  FineTuning(EvaluatorProfile settings, int edge) {
    this.settings = settings;
    this.edge = edge;
  }

  /**
   * Trains for all of the settings' steps.
   *
   * @param cases at least one
   * @throws DivergedException when the loss is not finite
   */
  LossCurve train(SegmentationLearner learner, List<PreparedCase> cases) throws DivergedException {
    CropSampler sampler = new CropSampler(cases, settings.seed());
    CropBatch batch = new CropBatch(settings.batchSize(), cases.get(0).channels(), edge);
    RateSchedule schedule = new RateSchedule(settings.learningRate(), settings.fineTuneSteps());
    LossCurve curve = new LossCurve(settings.fineTuneSteps());
    int[] edges = {edge, edge, edge};
    for (int step = 0; step < settings.fineTuneSteps(); step++) {
      sampler.fill(batch, step);
      double loss = learner.step(batch.voxels(), batch.labels(), edges, schedule.at(step));
      if (!Double.isFinite(loss)) {
        throw new DivergedException(step, schedule.at(step));
      }
      curve.add(loss);
    }
    return curve;
  }
}
