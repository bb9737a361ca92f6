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
   * Trains for all of the settings' steps or until the validation says that it is over, or what an
   * earlier process left of that. The learner ends with the weights that are to be scored.
   *
   * @param cases at least one
   * @param validation of this training alone
   * @param clock time of this process
   * @throws DivergedException when the loss is not finite
   */
  LossCurve train(
      SegmentationLearner learner, List<PreparedCase> cases, Validation validation, WorkClock clock)
      throws DivergedException {
    int steps = settings.fineTuneSteps();
    double[] losses = new double[steps];
    int step = resume(learner, losses, validation, clock);
    CropSampler sampler = new CropSampler(cases, settings.seed());
    CropBatch batch = new CropBatch(settings.batchSize(), cases.get(0).channels(), edge);
    RateSchedule schedule = new RateSchedule(settings.learningRate(), steps);
    int[] edges = {edge, edge, edge};
    while (step < steps && !validation.isOver()) {
      progress.at("training", step, steps);
      sampler.fill(batch, step);
      losses[step] = learner.step(batch.voxels(), batch.labels(), edges, schedule.at(step));
      if (!Double.isFinite(losses[step])) {
        throw new DivergedException(step, schedule.at(step));
      }
      step++;
      validation.after(step, learner);
      // Scoring takes a while too, so the last step is always kept.
      if (checkpoint.isDue() || step == steps || validation.isOver()) {
        checkpoint.write(learner, Arrays.copyOf(losses, step), clock.now(), validation.state());
      }
    }
    validation.choose(learner);
    return LossCurve.of(Arrays.copyOf(losses, step));
  }

  private int resume(
      SegmentationLearner learner, double[] losses, Validation validation, WorkClock clock) {
    return checkpoint
        .resume(learner)
        .map(
            past -> {
              System.arraycopy(past.losses(), 0, losses, 0, past.losses().length);
              validation.restore(past.tensors());
              clock.goOnFrom(past.clock());
              return past.losses().length;
            })
        .orElse(0);
  }
}
