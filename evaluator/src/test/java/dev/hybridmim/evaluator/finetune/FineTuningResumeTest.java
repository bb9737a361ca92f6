package dev.hybridmim.evaluator.finetune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hybridmim.evaluator.task.CasePreparation;
import dev.hybridmim.evaluator.task.LabelledCase;
import dev.hybridmim.evaluator.task.PreparedCase;
import dev.hybridmim.evaluator.task.SegmentationTask;
import dev.hybridmim.evaluator.testing.SmallTask;
import dev.hybridmim.evaluator.testing.TestProfiles;
import dev.hybridmim.platform.profile.Profile;
import dev.hybridmim.trainer.learning.SegmentationLearner;
import dev.hybridmim.trainer.safetensors.Tensor;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FineTuningResumeTest {
  private static final int STEPS = 6;
  private static final int STOPPED_BEFORE = 4;

  @TempDir Path directory;

  private final Profile profile = TestProfiles.withBudget(STEPS);

  @Test
  void aFineTuningThatWasStoppedEndsWithTheSameBits() throws Exception {
    List<PreparedCase> cases = cases();
    SortedMap<String, Tensor> whole;
    List<Double> losses;
    try (SegmentationLearner learner = learner()) {
      losses =
          tuning(FineTuningCheckpoint.none(), Progress.SILENT)
              .train(learner, cases, new WorkClock())
              .means();
      whole = learner.state();
    }

    Path file = directory.resolve("checkpoint.safetensors");
    FineTuningCheckpoint first = FineTuningCheckpoint.in(file, Duration.ZERO);
    try (SegmentationLearner learner = learner()) {
      FineTuning stopped =
          tuning(
              first,
              (phase, done, of) -> {
                if (done == STOPPED_BEFORE) {
                  throw new IllegalStateException("stopped");
                }
              });
      assertThatThrownBy(() -> stopped.train(learner, cases, new WorkClock()))
          .hasMessage("stopped");
    }
    List<Integer> steps = new ArrayList<>();
    try (SegmentationLearner learner = learner()) {
      FineTuning goingOn =
          tuning(
              FineTuningCheckpoint.in(file, Duration.ofHours(1)),
              (phase, done, of) -> steps.add(done));
      WorkClock clock = new WorkClock();
      assertThat(goingOn.train(learner, cases, clock).means()).isEqualTo(losses);
      assertThat(learner.state()).isEqualTo(whole);
    }
    assertThat(steps).containsExactly(4, 5);

    // Killed while it was scoring: nothing is trained again.
    steps.clear();
    try (SegmentationLearner learner = learner()) {
      FineTuning done =
          tuning(FineTuningCheckpoint.in(file, Duration.ZERO), (phase, at, of) -> steps.add(at));
      assertThat(done.train(learner, cases, new WorkClock()).means()).isEqualTo(losses);
      assertThat(learner.state()).isEqualTo(whole);
    }
    assertThat(steps).isEmpty();
  }

  private FineTuning tuning(FineTuningCheckpoint checkpoint, Progress progress) {
    return new FineTuning(profile.evaluator(), profile.augment().subVolume(), checkpoint, progress);
  }

  private SegmentationLearner learner() {
    return SegmentationLearner.create(
        profile.network(), new SegmentationLearner.Settings(3, 1e-4, 5, 1));
  }

  private List<PreparedCase> cases() throws Exception {
    SegmentationTask task =
        SegmentationTask.open(SmallTask.write(directory.resolve("task"), 2).directory());
    CasePreparation preparation = new CasePreparation(task, profile);
    List<PreparedCase> cases = new ArrayList<>();
    for (LabelledCase labelled : task.cases()) {
      cases.add(preparation.prepare(labelled));
    }
    return cases;
  }
}
