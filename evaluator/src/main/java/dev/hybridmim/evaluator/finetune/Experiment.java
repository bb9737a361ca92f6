package dev.hybridmim.evaluator.finetune;

import dev.hybridmim.evaluator.inference.SlidingWindow;
import dev.hybridmim.evaluator.inference.WindowNetwork;
import dev.hybridmim.evaluator.report.OutcomeReport;
import dev.hybridmim.evaluator.report.Overlay;
import dev.hybridmim.evaluator.report.WeightTransfer;
import dev.hybridmim.evaluator.task.InvalidTaskException;
import dev.hybridmim.evaluator.task.LabelledCase;
import dev.hybridmim.evaluator.task.PreparedCase;
import dev.hybridmim.evaluator.task.SegmentationTask;
import dev.hybridmim.evaluator.task.SplitSettings;
import dev.hybridmim.evaluator.task.TaskSplit;
import dev.hybridmim.platform.profile.EvaluatorProfile;
import dev.hybridmim.platform.profile.EvaluatorProfile.Transfer;
import dev.hybridmim.platform.profile.Profile;
import dev.hybridmim.trainer.learning.SegmentationLearner;
import dev.hybridmim.trainer.network.PretrainedWeights;
import dev.hybridmim.trainer.safetensors.SafetensorsWriter;
import dev.hybridmim.trainer.safetensors.Tensor;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Fine-tunes one network on a task's training cases and scores it on the held-back ones.
 *
 * <p>Uses native memory and the tensor library's threads of this process, so there should be one at
 * a time; {@link dev.hybridmim.evaluator.worker.Worker} runs it in a process of its own.
 */
public final class Experiment {
  private final SegmentationTask task;
  private final TaskSplit split;
  private final Profile profile;
  private final FineTuningCheckpoint checkpoint;
  private final PreparedCases preparation;
  private final Progress progress;
  private final int overlays;
  private List<Overlay> planes = List.of();

  /** An experiment that starts anew and tells nobody how far it is. */
  public Experiment(SegmentationTask task, int fold, Profile profile) {
    this(
        task,
        fold,
        profile,
        FineTuningCheckpoint.none(),
        PreparedCases.keepingNone(task, profile),
        Progress.SILENT,
        0);
  }

  /**
   * @param fold which cases are held back
   * @param checkpoint of this very experiment
   * @param preparation of this task for this profile
   * @param overlays of how many held-back cases a plane is kept
   */
  public Experiment(
      SegmentationTask task,
      int fold,
      Profile profile,
      FineTuningCheckpoint checkpoint,
      PreparedCases preparation,
      Progress progress,
      int overlays) {
    this.preparation = preparation;
    this.overlays = overlays;
    this.checkpoint = checkpoint;
    this.progress = progress;
    this.task = task;
    this.split = TaskSplit.of(task, SplitSettings.of(profile.evaluator(), fold));
    this.profile = profile;
  }

  /** Which cases are trained on and which are scored. */
  public TaskSplit split() {
    return split;
  }

  /** Planes of the first held-back cases; empty before {@link #run}. */
  public List<Overlay> overlays() {
    return planes;
  }

  /**
   * Runs it.
   *
   * @param weights what the network begins with, by parameter name; empty: fresh values drawn from
   *     the profile's seed
   * @throws InvalidTaskException when a case can't be prepared
   * @throws TaskTooLargeException when the training cases don't fit into memory
   * @throws DivergedException when the loss is not finite
   * @throws IllegalArgumentException when the profile names a network that there isn't
   */
  public OutcomeReport run(Map<String, Tensor> weights)
      throws InvalidTaskException, TaskTooLargeException, DivergedException {
    return run(weights, Optional.empty());
  }

  /**
   * Runs it and keeps what was learnt.
   *
   * @param network where the fine-tuned weights are written to as safetensors; empty: nowhere
   */
  public OutcomeReport run(Map<String, Tensor> weights, Optional<Path> network)
      throws InvalidTaskException, TaskTooLargeException, DivergedException {
    WorkClock clock = new WorkClock();
    try (SegmentationLearner learner =
        SegmentationLearner.create(
            profile.network().withInputChannels(task.channels()), learnerSettings())) {
      WeightTransfer transfer = load(learner, weights);
      SlidingWindow inference = inference();
      List<LabelledCase> labelled = new ArrayList<>(split.training());
      labelled.addAll(split.validation());
      List<PreparedCase> cases = TrainingCases.prepare(labelled, preparation);
      int learntFrom = split.training().size();
      Validation validation =
          new Validation(
              cases.subList(learntFrom, cases.size()),
              task.labels(),
              inference,
              this::windows,
              profile.evaluator().earlyStop(),
              profile.evaluator().fineTuneSteps());
      LossCurve curve =
          new FineTuning(profile.evaluator(), edge(), checkpoint, progress)
              .train(learner, cases.subList(0, learntFrom), validation, clock);
      network.ifPresent(file -> SafetensorsWriter.write(file, learner.weights(), Map.of()));
      HeldBackScores.Scores scores =
          new HeldBackScores(
                  task,
                  preparation,
                  inference,
                  profile.evaluator().scoring().surfaceToleranceMm(),
                  overlays,
                  progress)
              .of(split.heldBack(), windows(learner));
      planes = scores.overlays();
      FineTuningCheckpoint.Clock spent = clock.now();
      return OutcomeReport.of(
          scores.classes(),
          spent.seconds(),
          spent.cpuSeconds(),
          curve.means(),
          transfer,
          scores.cases(),
          validation.report());
    }
  }

  private SlidingWindow inference() {
    return new SlidingWindow(
        window(),
        profile.evaluator().overlap(),
        profile.evaluator().batchSize(),
        task.classes(),
        task.labels().overlapping());
  }

  private WindowNetwork windows(SegmentationLearner learner) {
    int[] window = window();
    return (windows, count) -> learner.predict(windows, window);
  }

  private int[] window() {
    return new int[] {edge(), edge(), edge()};
  }

  private SegmentationLearner.Settings learnerSettings() {
    EvaluatorProfile settings = profile.evaluator();
    return new SegmentationLearner.Settings(
        task.classes(),
        settings.weightDecay(),
        settings.seed(),
        settings.threads(),
        task.labels().overlapping());
  }

  private WeightTransfer load(SegmentationLearner learner, Map<String, Tensor> weights) {
    if (weights.isEmpty()) {
      return WeightTransfer.none();
    }
    var transfer = learner.loadPretrained(wanted(PretrainedWeights.of(weights)));
    return new WeightTransfer(
        transfer.taken(), transfer.adapted(), transfer.left(), transfer.missing());
  }

  private Map<String, Tensor> wanted(Map<String, Tensor> weights) {
    return profile.evaluator().transfer() == Transfer.WHOLE
        ? weights
        : PretrainedWeights.withoutDecoder(weights);
  }

  private int edge() {
    return profile.augment().subVolume();
  }
}
