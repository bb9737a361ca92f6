package dev.hybridmim.evaluator.finetune;

import dev.hybridmim.evaluator.task.PreparedCase;
import dev.hybridmim.platform.profile.EvaluatorProfile;
import dev.hybridmim.trainer.learning.SegmentationLearner;
import java.util.Arrays;
import java.util.List;

/** Teaches a segmentation network a task; see this package's documentation for the recipe. */
final class FineTuning {
  private final EvaluatorProfile settings;
  private final int edge;
  private final FineTuningCheckpoint checkpoint;
  private final Progress progress;

  /**
   * @param settings steps, batch size, learning rate and seed
   * @param edge of the crops, voxels
   * @param checkpoint where it goes on, and what it leaves for the next process
   */
  FineTuning(
      EvaluatorProfile settings, int edge, FineTuningCheckpoint checkpoint, Progress progress) {
    this.settings = settings;
    this.edge = edge;
    this.checkpoint = checkpoint;
    this.progress = progress;
  }

  /**
   * Trains for all of the settings' steps, or what an earlier process left of them.
   *
   * @param cases at least one
   * @param clock time of this process
   * @throws DivergedException when the loss is not finite
   */
  LossCurve train(SegmentationLearner learner, List<PreparedCase> cases, WorkClock clock)
      throws DivergedException {
    int steps = settings.fineTuneSteps();
    double[] losses = new double[steps];
    int done = resume(learner, losses, clock);
    CropSampler sampler = new CropSampler(cases, settings.seed());
    CropBatch batch = new CropBatch(settings.batchSize(), cases.get(0).channels(), edge);
    RateSchedule schedule = new RateSchedule(settings.learningRate(), steps);
    int[] edges = {edge, edge, edge};
    for (int step = done; step < steps; step++) {
      progress.at("training", step, steps);
      sampler.fill(batch, step);
      losses[step] = learner.step(batch.voxels(), batch.labels(), edges, schedule.at(step));
      if (!Double.isFinite(losses[step])) {
        throw new DivergedException(step, schedule.at(step));
      }
      // Scoring takes a while too, so the last step is always kept.
      if (checkpoint.isDue() || step + 1 == steps) {
        checkpoint.write(learner, Arrays.copyOf(losses, step + 1), clock.now());
      }
    }
    return LossCurve.of(losses);
  }

  private int resume(SegmentationLearner learner, double[] losses, WorkClock clock) {
    return checkpoint
        .resume(learner)
        .map(
            past -> {
              System.arraycopy(past.losses(), 0, losses, 0, past.losses().length);
              clock.goOnFrom(past.clock());
              return past.losses().length;
            })
        .orElse(0);
  }
}
