package dev.hybridmim.evaluator.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.hybridmim.evaluator.metric.ClassMetrics;
import dev.hybridmim.evaluator.report.CaseReport;
import dev.hybridmim.evaluator.report.ClassReport;
import dev.hybridmim.evaluator.report.OutcomeReport;
import dev.hybridmim.evaluator.report.Overlay;
import dev.hybridmim.evaluator.report.WeightTransfer;
import dev.hybridmim.evaluator.study.Competitor.Pretraining;
import dev.hybridmim.evaluator.task.SegmentationTask;
import dev.hybridmim.evaluator.task.SplitSettings;
import dev.hybridmim.evaluator.task.TaskSplit;
import dev.hybridmim.evaluator.testing.SmallTask;
import dev.hybridmim.evaluator.testing.TestProfiles;
import dev.hybridmim.evaluator.worker.WorkRequest;
import dev.hybridmim.evaluator.worker.WorkResult;
import dev.hybridmim.platform.json.Json;
import dev.hybridmim.platform.profile.EarlyStopProfile;
import dev.hybridmim.platform.profile.EvaluatorProfile.Transfer;
import dev.hybridmim.platform.profile.Profile;
import dev.hybridmim.platform.profile.Profiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The engine, with numbers in place of networks; the real ones run in infra/local. */
class StudyTest {
  private static final int CASES = 10;

  @TempDir Path directory;

  private final Profile profile = TestProfiles.withBudget(1);
  private final List<WorkRequest> tuned = Collections.synchronizedList(new ArrayList<>());
  private final List<PretrainingRequest> pretrained =
      Collections.synchronizedList(new ArrayList<>());
  private SegmentationTask task;

  @BeforeEach
  void writeTask() throws Exception {
    task = SegmentationTask.read(SmallTask.write(directory.resolve("task"), CASES).directory());
  }

  @Test
  void everyArmIsRunOnceAndMoreSeedsAddOnlyTheirs() throws Exception {
    StudyOutcome outcome = study(plan(2)).run();

    assertThat(outcome.arms()).hasSize(2 * 3 * 2);
    assertThat(pretrained).as("two competitors share one").hasSize(1);
    assertThat(tuned).hasSize(12);
    assertThat(tuned)
        .filteredOn(request -> request.profile().evaluator().transfer() == Transfer.ENCODER)
        .hasSize(4)
        .allMatch(request -> request.weights().isPresent());

    assertThat(Json.mapper().writeValueAsString(study(plan(2)).run()))
        .isEqualTo(Json.mapper().writeValueAsString(outcome));
    assertThat(tuned).hasSize(12);
    assertThat(pretrained).hasSize(1);

    study(plan(3)).run();
    assertThat(tuned).hasSize(18);
    assertThat(pretrained).hasSize(1);
  }

  @Test
  void anEarlyStopIsTheSameForAllAndPartOfTheKey() throws Exception {
    study(plan(1)).run();
    assertThat(tuned).hasSize(6);
    Profile early =
        profile.withEvaluator(profile.evaluator().withEarlyStop(new EarlyStopProfile(0.5, 10, 2)));
    StudyPlan plan = plan(1);
    StudyPlan other =
        new StudyPlan(
            plan.kind(), early, 0, plan.competitors(), plan.fractions(), plan.seeds(), 2, 3);
    StudyReport report = StudyReport.of("Title", other, study(other).run(), "hybridmim …", 1);
    assertThat(tuned).hasSize(12);
    assertThat(tuned.subList(6, 12))
        .allMatch(request -> request.profile().evaluator().earlyStop().enabled());
    assertThat(pretrained).as("it has nothing to do with pre-training").hasSize(1);
    assertThat(new StudyPage(report).write()).doesNotContain("steps chosen");

    assertThatThrownBy(
            () ->
                new Competitor(
                    "unfair", Pretraining.NONE, Map.of("evaluator.earlyStop.patience", 9)))
        .hasMessageContaining("unfair")
        .hasMessageContaining("same budget");
    StudyPlan tooFew =
        new StudyPlan(plan.kind(), early, 0, plan.competitors(), List.of(0.2), List.of(1L), 2, 3);
    assertThatThrownBy(() -> study(tooFew).run()).hasMessageContaining("one subject only");
  }

  @Test
  void aFailedArmLeavesTheOthersToBeFound() throws Exception {
    Study failing =
        study(
            plan(1),
            request -> {
              if (request.weights().isPresent()) {
                throw new IllegalStateException("killed");
              }
              return result(request);
            });
    assertThatThrownBy(failing::run).hasMessage("killed");
    int before = tuned.size();
    assertThat(before).isEqualTo(2);

    study(plan(1)).run();
    assertThat(tuned).hasSize(6);
  }

  @Test
  void noHeldBackImageShapesTheSnapshotEvenUnderAnotherName() throws Exception {
    TaskSplit split = TaskSplit.of(task, SplitSettings.of(profile.evaluator(), 0));
    Path copied = split.training().get(0).image();
    Files.copy(split.heldBack().get(0).image(), copied, StandardCopyOption.REPLACE_EXISTING);

    StudyOutcome outcome = study(plan(1)).run();

    assertThat(outcome.heldBackCopies()).isEqualTo(1);
    assertThat(pretrained.get(0).images())
        .hasSize(CASES / 2 - 1)
        .doesNotContain(copied.toString())
        .doesNotContainAnyElementsOf(
            split.heldBack().stream().map(held -> held.image().toString()).toList());
  }

  @Test
  void theReportComparesWithTheFirst() throws Exception {
    StudyReport report = StudyReport.of("Title", plan(2), study(plan(2)).run(), "hybridmim …", 1);
    StudyReportWriter.write(report, directory.resolve("out"));

    assertThat(report.rows()).hasSize(6);
    assertThat(report.rows().get(0).dice().mean()).isCloseTo(0.5, within(0.02));
    assertThat(report.comparisons())
        .hasSize(4)
        .allSatisfy(
            comparison -> {
              assertThat(comparison.with()).isEqualTo("scratch");
              assertThat(comparison.difference().mean()).isCloseTo(0.1, within(1e-9));
              assertThat(comparison.test().pValue()).isCloseTo(2.0 / 32, within(1e-9));
            });
    assertThat(report.table()).contains("hybridmim-encoder").contains("+0.1000");
    assertThat(directory.resolve("out/report.csv")).content().hasLineCount(7);
    assertThat(directory.resolve("out/report.html"))
        .content()
        .contains("<svg", "hybridmim …", "data:image/png;base64,")
        .doesNotContain("http://localhost", "<script");
    assertThat(directory.resolve("out/report.json")).content().doesNotContain("\"grey\"");

    StudyReportWriter.writeAgain(directory.resolve("out"));
    assertThat(directory.resolve("out/report.html"))
        .content()
        .contains("<svg", "hybridmim …", "left out")
        .doesNotContain("data:image");
    String again = Files.readString(directory.resolve("out/report.html"));
    StudyReportWriter.write(report.withoutOverlays(), directory.resolve("out"));
    assertThat(directory.resolve("out/report.html")).content().isEqualTo(again);
    assertThatThrownBy(() -> StudyReportWriter.writeAgain(directory))
        .isInstanceOf(StudyException.class)
        .hasMessageContaining("report.json");
  }

  @Test
  void anArchiveInPartsIsLearntPartByPart() throws Exception {
    StudyPlan plan =
        new StudyPlan(
            "continual", profile, 0, ContinualCompetitors.of(2), List.of(1.0), List.of(1L), 2, 3);

    StudyReport report = StudyReport.of("Title", plan, study(plan).run(), "hybridmim …", 1);

    assertThat(pretrained).extracting(PretrainingRequest::steps).contains(2, 4);
    assertThat(pretrained)
        .extracting(request -> request.images().size())
        .containsExactlyInAnyOrder(2, 5, 5, 3);
    assertThat(pretrained)
        .filteredOn(request -> request.initial().isPresent())
        .hasSize(2)
        .allMatch(request -> Files.exists(Path.of(request.initial().orElseThrow())));
    assertThat(report.parts()).hasSize(4 * 2);
    assertThat(new StudyPage(report).write())
        .contains("Parts of the archive", "replay-2", "forgotten")
        .doesNotContain("NaN");
    assertThat(report.partChanges())
        .hasSize(3 * 2)
        .allSatisfy(
            change -> {
              assertThat(Double.isNaN(change.gain())).isEqualTo(change.part() == 1);
              assertThat(change.forgotten()).isFinite();
            });
  }

  @Test
  void competitorsAreLinesOfYaml() throws Exception {
    List<Competitor> all = Competitors.builtIn("competitors");
    assertThat(Competitors.choose(all, List.of("simmim", "scratch")))
        .extracting(Competitor::name)
        .containsExactly("simmim", "scratch");
    assertThatThrownBy(() -> Competitors.choose(all, List.of("nobody")))
        .isInstanceOf(StudyException.class)
        .hasMessageContaining("nobody")
        .hasMessageContaining("simmim");
    Profile laptop = Profiles.load("laptop");
    for (Competitor competitor : all) {
      assertThat(ProfileChanges.apply(laptop, competitor.changes()).name()).isEqualTo("laptop");
    }
    long fitting = 0;
    for (Competitor row : Competitors.builtIn("ablation")) {
      try {
        ProfileChanges.apply(laptop, row.changes());
        fitting++;
      } catch (StudyException misfit) {
        assertThat(row.name()).startsWith("region-64");
        assertThat(misfit).hasMessageContaining("64").message().doesNotContain("stored");
      }
    }
    assertThat(fitting).isEqualTo(15);
    Path broken =
        Files.writeString(directory.resolve("broken.yaml"), "scratch: {pretraning: none}");
    assertThatThrownBy(() -> Competitors.read(broken))
        .isInstanceOf(StudyException.class)
        .hasMessageContaining("pretraning");
  }

  @Test
  void anotherStudysDirectoryIsRefused() throws Exception {
    study(plan(1)).run();
    StudyPlan other =
        new StudyPlan(
            "ablation",
            profile,
            0,
            List.of(new Competitor("scratch", Pretraining.NONE, Map.of())),
            List.of(1.0),
            List.of(1L),
            1,
            1);
    assertThatThrownBy(() -> study(other).run())
        .isInstanceOf(StudyException.class)
        .hasMessageContaining("another study")
        .hasMessageContaining("--out");

    Files.createDirectories(directory.resolve("full/of/things"));
    Study elsewhere =
        new Study(
            plan(1),
            task,
            directory.resolve("full"),
            this::pretrain,
            tuner(this::result),
            1,
            s -> {});
    assertThatThrownBy(elsewhere::run)
        .isInstanceOf(StudyException.class)
        .hasMessageContaining("no study's");
  }

  @Test
  void changesOfAProfileNameTheirKey() throws Exception {
    Profile changed =
        ProfileChanges.apply(
            profile, Map.of("trainer.box", "full", "trainer.losses.contrast", 0.0));
    assertThat(changed.trainer().box().label()).isEqualTo("full");
    assertThat(changed.trainer().losses().contrast()).isZero();
    assertThat(changed.network()).isEqualTo(profile.network());
    assertThatThrownBy(() -> ProfileChanges.apply(profile, Map.of("trainer.bocks", 1)))
        .isInstanceOf(StudyException.class)
        .hasMessageContaining("trainer.bocks");
  }

  private StudyPlan plan(int seeds) {
    return new StudyPlan(
        "label-fractions",
        profile,
        0,
        List.of(
            new Competitor("scratch", Pretraining.NONE, Map.of()),
            new Competitor("hybridmim", Pretraining.WHOLE, Map.of()),
            new Competitor(
                "hybridmim-encoder", Pretraining.WHOLE, Map.of("evaluator.transfer", "encoder"))),
        List.of(0.4, 1.0),
        LongStream.rangeClosed(1, seeds).boxed().toList(),
        2,
        3);
  }

  private Study study(StudyPlan plan) {
    return study(plan, this::result);
  }

  private Study study(StudyPlan plan, Numbers numbers) {
    return new Study(
        plan, task, directory.resolve("study"), this::pretrain, tuner(numbers), 2, s -> {});
  }

  private PretrainingResult pretrain(PretrainingRequest request, Path where) {
    pretrained.add(request);
    try {
      Files.createDirectories(where);
      Files.writeString(where.resolve(Pretrainer.WEIGHTS), "weights");
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
    return new PretrainingResult(request.steps(), request.images().size(), 1, 1, List.of(1.0));
  }

  private interface Numbers {
    WorkResult of(WorkRequest request);
  }

  private FineTuner tuner(Numbers numbers) {
    return new FineTuner() {
      @Override
      public WorkResult run(WorkRequest request) {
        WorkResult result = numbers.of(request);
        tuned.add(request);
        return result;
      }

      @Override
      public Path directory(WorkRequest request) {
        return directory;
      }
    };
  }

  /** Half of everything is found, and with pre-training a tenth more. */
  private WorkResult result(WorkRequest request) {
    double base = request.weights().isPresent() ? 0.6 : 0.5;
    List<List<ClassMetrics>> cases = new ArrayList<>();
    for (int number = 0; number < CASES / 2; number++) {
      double dice = base + 0.01 * (number - 2);
      cases.add(
          List.of(new ClassMetrics(1, dice, 1, dice, 0), new ClassMetrics(2, dice, 1, dice, 0)));
    }
    List<ClassReport> classes =
        List.of(
            ClassReport.of(1, "shell", cases.stream().map(one -> one.get(0)).toList(), 1),
            ClassReport.of(2, "core", cases.stream().map(one -> one.get(1)).toList(), 1));
    OutcomeReport outcome =
        OutcomeReport.of(
            classes,
            1,
            1,
            List.of(1.0, 0.5),
            WeightTransfer.none(),
            IntStream.range(0, cases.size())
                .mapToObj(place -> CaseReport.of("training[" + 2 * place + "]", cases.get(place)))
                .toList());
    byte[] plane = {0, 1, 2, 0};
    return new WorkResult(
        outcome, 5, 5, List.of(new Overlay("training[0]", 3, 2, 2, 1, plane, plane, plane)));
  }
}
