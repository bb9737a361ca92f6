package dev.hybridmim.evaluator.finetune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hybridmim.evaluator.inference.SlidingWindow;
import dev.hybridmim.evaluator.report.EarlyStopReport;
import dev.hybridmim.evaluator.task.CasePreparation;
import dev.hybridmim.evaluator.task.LabelScheme;
import dev.hybridmim.evaluator.task.LabelledCase;
import dev.hybridmim.evaluator.task.PreparedCase;
import dev.hybridmim.evaluator.task.SegmentationTask;
import dev.hybridmim.evaluator.testing.SmallTask;
import dev.hybridmim.evaluator.testing.TestProfiles;
import dev.hybridmim.platform.profile.EarlyStopProfile;
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
              .train(learner, cases, none(), new WorkClock())
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
      assertThatThrownBy(() -> stopped.train(learner, cases, none(), new WorkClock()))
          .hasMessage("stopped");
    }
    List<Integer> steps = new ArrayList<>();
    try (SegmentationLearner learner = learner()) {
      FineTuning goingOn =
          tuning(
              FineTuningCheckpoint.in(file, Duration.ofHours(1)),
              (phase, done, of) -> steps.add(done));
      WorkClock clock = new WorkClock();
      assertThat(goingOn.train(learner, cases, none(), clock).means()).isEqualTo(losses);
      assertThat(learner.state()).isEqualTo(whole);
    }
    assertThat(steps).containsExactly(4, 5);

    // Killed while it was scoring: nothing is trained again.
    steps.clear();
    try (SegmentationLearner learner = learner()) {
      FineTuning done =
          tuning(FineTuningCheckpoint.in(file, Duration.ZERO), (phase, at, of) -> steps.add(at));
      assertThat(done.train(learner, cases, none(), new WorkClock()).means()).isEqualTo(losses);
      assertThat(learner.state()).isEqualTo(whole);
    }
    assertThat(steps).isEmpty();
  }

  /** Stopped before every step in turn, and always in the middle of a wait for a better look. */
  @Test
  void anEarlyStopSurvivesAStopAtAnyStep() throws Exception {
    List<PreparedCase> cases = cases();
    Validation whole = validation(cases.get(1));
    SortedMap<String, Tensor> weights;
    try (SegmentationLearner learner = learner()) {
      tuning(FineTuningCheckpoint.none(), Progress.SILENT)
          .train(learner, cases.subList(0, 1), whole, new WorkClock());
      weights = learner.weights();
    }
    EarlyStopReport report = whole.report().orElseThrow();
    assertThat(report.looks()).hasSizeBetween(2, STEPS);
    assertThat(report.looks())
        .filteredOn(look -> look.step() == report.chosenStep())
        .singleElement()
        .satisfies(
            chosen ->
                assertThat(report.looks())
                    .allMatch(
                        look ->
                            look.dice() < chosen.dice()
                                || (look.dice() == chosen.dice() && look.step() >= chosen.step())));

    for (int stop = 1; stop < report.stepsMade(); stop++) {
      Path file = directory.resolve("stopped-" + stop);
      int before = stop;
      try (SegmentationLearner learner = learner()) {
        FineTuning stopped =
            tuning(
                FineTuningCheckpoint.in(file, Duration.ZERO),
                (phase, done, of) -> {
                  if (done == before) {
                    throw new IllegalStateException("stopped");
                  }
                });
        assertThatThrownBy(
                () ->
                    stopped.train(
                        learner, cases.subList(0, 1), validation(cases.get(1)), new WorkClock()))
            .hasMessage("stopped");
      }
      try (SegmentationLearner learner = learner()) {
        Validation rest = validation(cases.get(1));
        tuning(FineTuningCheckpoint.in(file, Duration.ZERO), Progress.SILENT)
            .train(learner, cases.subList(0, 1), rest, new WorkClock());
        assertThat(learner.weights()).isEqualTo(weights);
        assertThat(rest.report()).hasValue(report);
      }
    }
  }

  private Validation none() {
    return validation(List.of());
  }

  private Validation validation(PreparedCase... cases) {
    return validation(List.of(cases));
  }

  private Validation validation(List<PreparedCase> cases) {
    int edge = profile.augment().subVolume();
    int[] window = {edge, edge, edge};
    return new Validation(
        cases,
        LabelScheme.exclusive(List.of("background", "shell", "core")),
        new SlidingWindow(window, 0.25, 2, 3),
        learner -> (windows, count) -> learner.predict(windows, window),
        new EarlyStopProfile(0.5, 1, 2),
        STEPS);
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
