package dev.hybridmim.evaluator.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.hybridmim.evaluator.metric.DefinedMean;
import dev.hybridmim.platform.json.Json;
import dev.hybridmim.platform.message.ScoreEvent;
import dev.hybridmim.platform.profile.Profile;
import dev.hybridmim.platform.profile.Profiles;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class ScoreReportTest {
  private static final OutcomeReport OUTCOME =
      OutcomeReport.of(
          List.of(
              ClassReport.of(1, "shell", new DefinedMean(0.8, 5), new DefinedMean(2.5, 4)),
              ClassReport.of(2, "core", new DefinedMean(0.6, 5), DefinedMean.of())),
          12.5,
          20,
          List.of(1.5, 0.9),
          new WeightTransfer(
              List.of("encoder.weight"), List.of(), List.of("head.weight"), List.of("out")));

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
          "2026-11-01T12:00:00.5Z");

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
  void becomesAMessage() {
    ScoreEvent message = REPORT.toMessage();
    assertThat(message.getStep()).isEqualTo(150);
    assertThat(message.getPretrained().getFinalLoss()).isEqualTo(0.9);
    assertThat(message.getPretrained().getClasses(1).getHd95Mm()).isNaN();
    assertThat(message.getScratch().getClasses(0).getHd95Cases()).isEqualTo(4);
    assertThat(message.getCreatedAt().getNanos()).isEqualTo(500_000_000);
    OutcomeReport empty = OutcomeReport.of(List.of(), 1, 1, List.of(), WeightTransfer.none());
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
