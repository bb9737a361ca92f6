package dev.hybridmim.evaluator.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hybridmim.platform.message.Modality;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class TaskSplitTest {

  @Property(tries = 200)
  void neverHoldsBackWhatItTrainsOnAndKeepsBothSidesFilled(
      @ForAll @IntRange(min = 2, max = 60) int cases,
      @ForAll @DoubleRange(min = 0.01, max = 0.99) double heldBackFraction,
      @ForAll @DoubleRange(min = 0.01, max = 1) double labelFraction,
      @ForAll long seed) {
    SegmentationTask task = task(cases);
    TaskSplit split =
        TaskSplit.of(task, new SplitSettings(heldBackFraction, 0, labelFraction, seed));
    assertThat(split.training()).isNotEmpty().doesNotContainAnyElementsOf(split.heldBack());
    assertThat(split.heldBack()).isNotEmpty();
    assertThat(task.cases()).containsAll(split.training()).containsAll(split.heldBack());
    assertThat(Math.abs(split.heldBack().size() - heldBackFraction * cases)).isLessThanOrEqualTo(1);
  }

  @Property(tries = 100)
  void dependsOnFileNamesAlone(@ForAll long seed, @ForAll long shuffling) {
    SegmentationTask task = task(25);
    List<LabelledCase> shuffled = new ArrayList<>();
    for (LabelledCase labelled : task.cases()) {
      Path moved = Path.of("elsewhere").resolve(labelled.fileName());
      shuffled.add(new LabelledCase(0, moved, moved));
    }
    Collections.shuffle(shuffled, new Random(shuffling));
    SplitSettings settings = new SplitSettings(0.3, 1, 0.5, seed);
    TaskSplit split = TaskSplit.of(task, settings);
    TaskSplit other = TaskSplit.of(withCases(shuffled), settings);
    assertThat(names(other.training())).isEqualTo(names(split.training()));
    assertThat(names(other.heldBack())).isEqualTo(names(split.heldBack()));
  }

  @Property(tries = 50)
  void foldsHoldBackEveryCaseOnceAndLargerFractionsContainSmallerOnes(@ForAll long seed) {
    SegmentationTask task = task(20);
    Set<LabelledCase> seen = new HashSet<>();
    for (int fold = 0; fold < 5; fold++) {
      List<LabelledCase> heldBack =
          TaskSplit.of(task, new SplitSettings(0.2, fold, 1, seed)).heldBack();
      assertThat(heldBack).hasSize(4).noneMatch(seen::contains);
      seen.addAll(heldBack);
    }
    assertThat(seen).hasSize(20);
    TaskSplit few = TaskSplit.of(task, new SplitSettings(0.2, 0, 0.25, seed));
    TaskSplit many = TaskSplit.of(task, new SplitSettings(0.2, 0, 0.75, seed));
    assertThat(few.training()).hasSize(4);
    assertThat(many.training()).hasSize(12).containsAll(few.training());
  }

  @Property(tries = 200)
  void setsSubjectsAsideFromTheTrainingCases(
      @ForAll @IntRange(min = 4, max = 40) int subjects,
      @ForAll @DoubleRange(min = 0.01, max = 0.9) double fraction,
      @ForAll long seed) {
    SegmentationTask task =
        withCases(ofSubjects(2 * subjects, place -> "subject" + place / 2, place -> false));
    TaskSplit whole = TaskSplit.of(task, new SplitSettings(0.3, 0, 1, seed));
    TaskSplit split = TaskSplit.of(task, new SplitSettings(0.3, 0, 1, seed, fraction));
    assertThat(split.heldBack()).isEqualTo(whole.heldBack());
    assertThat(split.training())
        .isNotEmpty()
        .extracting(LabelledCase::subject)
        .doesNotContainAnyElementsOf(
            split.validation().stream().map(LabelledCase::subject).toList());
    assertThat(split.validation()).isNotEmpty();
    List<LabelledCase> both = new ArrayList<>(split.training());
    both.addAll(split.validation());
    assertThat(both).containsExactlyInAnyOrderElementsOf(whole.training());
    double wanted = fraction * whole.training().size() / 2;
    assertThat(Math.abs(split.validation().size() / 2 - wanted)).isLessThanOrEqualTo(1);
    assertThat(TaskSplit.of(task, new SplitSettings(0.3, 0, 1, seed, fraction))).isEqualTo(split);
  }

  @Test
  void oneSubjectAloneCantBeDividedForAnEarlyStop() {
    assertThatThrownBy(() -> TaskSplit.of(task(10), new SplitSettings(0.5, 0, 0.1, 1, 0.2)))
        .hasMessageContaining("evaluator.earlyStop.validationFraction");
    assertThatThrownBy(() -> new SplitSettings(0.5, 0, 1, 1, 1)).hasMessageContaining("validation");
  }

  @Test
  void differentSeedsDivideDifferently() {
    SegmentationTask task = task(100);
    assertThat(TaskSplit.of(task, new SplitSettings(0.2, 0, 1, 1)).heldBack())
        .isNotEqualTo(TaskSplit.of(task, new SplitSettings(0.2, 0, 1, 2)).heldBack());
  }

  @Test
  void refusesAFoldThatThereIsNot() {
    SegmentationTask task = task(10);
    assertThatThrownBy(() -> TaskSplit.of(task, new SplitSettings(0.5, 2, 1, 1)))
        .hasMessageContaining("no fold 2");
    assertThatThrownBy(() -> new SplitSettings(0, 0, 1, 1)).hasMessageContaining("held-back");
    assertThatThrownBy(() -> new SplitSettings(0.5, 0, 0, 1)).hasMessageContaining("label");
    assertThatThrownBy(() -> new SplitSettings(0.5, -1, 1, 1)).hasMessageContaining("fold");
  }

  @Property(tries = 50)
  void neverDividesASubject(@ForAll long seed) {
    SegmentationTask task =
        withCases(ofSubjects(30, place -> "subject" + place / 3, place -> false));
    for (int fold = 0; fold < 5; fold++) {
      TaskSplit split = TaskSplit.of(task, new SplitSettings(0.2, fold, 1, seed));
      assertThat(split.heldBack()).hasSize(6);
      assertThat(split.training())
          .extracting(LabelledCase::subject)
          .doesNotContainAnyElementsOf(
              split.heldBack().stream().map(LabelledCase::subject).toList());
    }
  }

  @Test
  void aPublishedDivisionIsFoldZeroAndTheOnlyOne() {
    SegmentationTask task = withCases(ofSubjects(10, place -> "s" + place, place -> place >= 7));
    TaskSplit split = TaskSplit.of(task, new SplitSettings(0.5, 0, 1, 3));
    assertThat(split.heldBack()).extracting(LabelledCase::place).containsOnly(7, 8, 9);
    assertThat(split.training()).hasSize(7);
    assertThatThrownBy(() -> TaskSplit.of(task, new SplitSettings(0.5, 1, 1, 3)))
        .hasMessageContaining("division of its own");
  }

  private static List<LabelledCase> ofSubjects(
      int cases, IntFunction<String> subject, IntPredicate heldBack) {
    return IntStream.range(0, cases)
        .mapToObj(
            place ->
                new LabelledCase(
                    place,
                    List.of(Path.of("case" + place + ".nii.gz")),
                    Path.of("case" + place + ".nii.gz"),
                    subject.apply(place),
                    heldBack.test(place)))
        .toList();
  }

  private static List<String> names(List<LabelledCase> cases) {
    return cases.stream().map(LabelledCase::fileName).toList();
  }

  private static SegmentationTask task(int cases) {
    return withCases(
        IntStream.range(0, cases)
            .mapToObj(
                place ->
                    new LabelledCase(
                        place,
                        Path.of("images", "case" + place + ".nii.gz"),
                        Path.of("labels", "case" + place + ".nii.gz")))
            .toList());
  }

  private static SegmentationTask withCases(List<LabelledCase> cases) {
    return new SegmentationTask(
        "task",
        Path.of("task"),
        Modality.MODALITY_MR,
        1,
        LabelScheme.exclusive(List.of("background", "structure")),
        cases);
  }
}
