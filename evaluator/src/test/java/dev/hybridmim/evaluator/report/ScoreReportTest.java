package dev.hybridmim.evaluator.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hybridmim.evaluator.metric.ClassMetrics;
import dev.hybridmim.platform.json.Json;
import dev.hybridmim.platform.message.ScoreEvent;
import dev.hybridmim.platform.profile.EarlyStopProfile;
import dev.hybridmim.platform.profile.Profile;
import dev.hybridmim.platform.profile.Profiles;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class ScoreReportTest {
  private static final ClassMetrics SHELL = new ClassMetrics(1, 0.8, 2.5, 0.9, 10);
  private static final ClassMetrics SHELL_MISSED = new ClassMetrics(1, 0.8, Double.NaN, 0, -30);
  private static final ClassMetrics CORE = new ClassMetrics(2, 0.6, Double.NaN, Double.NaN, 0);

  private static final OutcomeReport OUTCOME =
      OutcomeReport.of(
          List.of(
              ClassReport.of(1, "shell", List.of(SHELL, SHELL_MISSED), 1),
              ClassReport.of(2, "core", List.of(CORE), 1)),
          12.5,
          20,
          List.of(1.5, 0.9),
          new WeightTransfer(
              List.of("encoder.weight"), List.of(), List.of("head.weight"), List.of("out")),
          List.of(
              CaseReport.of("training[3]", List.of(SHELL, CORE)),
              CaseReport.of("training[1]", List.of(SHELL_MISSED))));

  private static final ScoreReport REPORT =
      new ScoreReport(
          "run",
          150,
          "ab",
          "cd",
          "small-balls",
          0.1,
          0,
          7,
          60,
          4,
          5,
          OUTCOME,
          OUTCOME,
          "2026-11-01T12:00:00.5Z",
          "f0.5-k1-s7",
          2);

  @Test
  void anEarlyStopThatIsOffLeavesNoTraceInReportsAndDigests() throws Exception {
    assertThat(Json.mapper().writeValueAsString(OUTCOME)).doesNotContain("earlyStop");
    assertThat(OUTCOME.toMessage().getStepsMade()).isZero();
    assertThat(digest(new EarlyStopProfile(0, 7, 3))).isEqualTo(digest(EarlyStopProfile.OFF));
    assertThat(digest(new EarlyStopProfile(0.2, 20, 5))).isNotEqualTo(digest(EarlyStopProfile.OFF));
    assertThat(digest(new EarlyStopProfile(0.2, 20, 5)))
        .isNotEqualTo(digest(new EarlyStopProfile(0.2, 20, 6)));
  }

  @Test
  void anEarlyStopTellsWhichStepWasScored() throws Exception {
    EarlyStopReport stop =
        new EarlyStopReport(
            3,
            20,
            60,
            List.of(new EarlyStopReport.Look(20, 0.5), new EarlyStopReport.Look(40, 0.4)));
    OutcomeReport outcome =
        OutcomeReport.of(
            List.of(), 1, 1, List.of(), WeightTransfer.none(), List.of(), Optional.of(stop));
    String json = Json.mapper().writeValueAsString(outcome);
    assertThat(Json.mapper().readValue(json, OutcomeReport.class)).isEqualTo(outcome);
    assertThat(outcome.toMessage().getChosenStep()).isEqualTo(20);
    assertThat(outcome.toMessage().getStepsMade()).isEqualTo(60);
  }

  private static String digest(EarlyStopProfile stop) {
    Profile laptop = Profiles.load("laptop");
    return SettingsDigest.of(
        "task", 0, laptop.withEvaluator(laptop.evaluator().withEarlyStop(stop)));
  }

  @Test
  void meansOverClassesLeaveOutWhatIsUndefined() {
    assertThat(OUTCOME.dice()).hasValueCloseTo(0.7, within(1e-12));
    assertThat(OUTCOME.hd95Mm()).hasValue(2.5);
    assertThat(OUTCOME.classes().get(1).hd95Mm()).isEmpty();
  }

  @Test
  void survivesJsonWithUndefinedNumbers() throws Exception {
    String json = Json.mapper().writeValueAsString(REPORT);
    assertThat(Json.mapper().readValue(json, ScoreReport.class)).isEqualTo(REPORT);
    assertThat(json).doesNotContain("NaN");
  }

  @Test
  void reportsFromBeforeCasesWereKeptAreRead() throws Exception {
    ObjectNode old = Json.mapper().valueToTree(REPORT);
    for (String outcome : List.of("pretrained", "scratch")) {
      ((ObjectNode) old.get(outcome)).remove("cases");
      for (JsonNode ofClass : old.get(outcome).get("classes")) {
        ((ObjectNode) ofClass)
            .remove(
                List.of(
                    "surfaceDice",
                    "surfaceToleranceMm",
                    "surfaceDiceCases",
                    "volumeDifferenceMm3",
                    "absoluteVolumeDifferenceMm3"));
      }
    }
    old.remove(List.of("item", "heldBackSeen"));
    ScoreReport read = Json.mapper().treeToValue(old, ScoreReport.class);
    assertThat(read.pretrained().cases()).isEmpty();
    assertThat(read.item()).isEmpty();
    assertThat(read.transductive()).isFalse();
    assertThat(ScoreReport.key("r", 5, "t", read.item())).isEqualTo("reports/scores/r/5/t.json");
    assertThat(ScoreReport.key("r", 5, "t", REPORT.item()))
        .isEqualTo("reports/scores/r/5/t/f0.5-k1-s7.json");
    assertThat(read.pretrained().dice()).isEqualTo(OUTCOME.dice());
    assertThat(read.toMessage().getPretrained().getClasses(0).getSurfaceDice()).isNaN();
  }

  @Test
  void becomesAMessage() {
    ScoreEvent message = REPORT.toMessage();
    assertThat(message.getStep()).isEqualTo(150);
    assertThat(message.getItem()).isEqualTo("f0.5-k1-s7");
    assertThat(message.getHeldBackSeen()).isEqualTo(2);
    assertThat(message.getPretrained().getFinalLoss()).isEqualTo(0.9);
    assertThat(message.getPretrained().getClasses(1).getHd95Mm()).isNaN();
    assertThat(message.getScratch().getClasses(0).getHd95Cases()).isEqualTo(1);
    assertThat(message.getScratch().getClasses(0).getSurfaceDice()).isEqualTo(0.45);
    assertThat(message.getScratch().getClasses(0).getVolumeDifferenceMm3()).isEqualTo(-10);
    assertThat(message.getScratch().getClasses(0).getAbsoluteVolumeDifferenceMm3()).isEqualTo(20);
    assertThat(message.getCreatedAt().getNanos()).isEqualTo(500_000_000);
    OutcomeReport empty =
        OutcomeReport.of(List.of(), 1, 1, List.of(), WeightTransfer.none(), List.of());
    assertThat(empty.dice()).isEqualTo(OptionalDouble.empty());
    assertThat(empty.toMessage().getFinalLoss()).isNaN();
  }

  @Test
  void settingsDigestFollowsWhatAScoreDependsOn() {
    Profile profile = Profiles.load("laptop");
    String digest = SettingsDigest.of("task", 0, profile);
    assertThat(digest).hasSize(64).isEqualTo(SettingsDigest.of("task", 0, profile));
    assertThat(SettingsDigest.of("task", 1, profile)).isNotEqualTo(digest);
    assertThat(SettingsDigest.of("other", 0, profile)).isNotEqualTo(digest);
    assertThat(SettingsDigest.of("task", 0, Profiles.load("paper-unet"))).isNotEqualTo(digest);
  }
}
