package dev.hybridmim.local.learn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hybridmim.local.RunException;
import dev.hybridmim.platform.profile.Profile;
import dev.hybridmim.platform.profile.Profiles;
import dev.hybridmim.platform.profile.TrainerProfile.ContrastSummary;
import dev.hybridmim.platform.testing.TestData;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LearningStudyTest {
  private static final int STEPS = 3;

  @TempDir Path directory;

  private final Profile profile = profile();

  @Test
  void curvesOfRealScansAreWrittenAndTheSameAgain() throws Exception {
    LearningStudy.Outcome outcome = study(directory.resolve("first"));

    assertThat(outcome.scans()).isEqualTo(2);
    assertThat(outcome.arms())
        .extracting(LearningStudy.Arm::contrastSummary)
        .containsExactly("regions", "pooled");
    assertThat(outcome.chance()).isEqualTo(Math.log(3));
    byte[] csv = Files.readAllBytes(directory.resolve("first/learning.csv"));
    assertThat(new String(csv, StandardCharsets.UTF_8).lines())
        .hasSize(1 + 2 * STEPS)
        .first()
        .isEqualTo(LearningCurve.HEADER);
    assertThat(
            DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(directory.resolve("first/learning.svg").toFile())
                .getElementsByTagName("polyline")
                .getLength())
        .isEqualTo(6 * 2);

    study(directory.resolve("second"));
    assertThat(directory.resolve("second/learning.csv")).hasBinaryContent(csv);
  }

  @Test
  void aDirectoryWithoutScansIsRefused() {
    LearningStudy study = new LearningStudy(profile, directory, 2, STEPS);
    assertThatThrownBy(() -> study.run(List.of(ContrastSummary.POOLED), directory, message -> {}))
        .isInstanceOf(RunException.class)
        .hasMessageContaining("no NIfTI file");
    assertThatThrownBy(() -> new LearningStudy(profile, directory, 2, 0))
        .isInstanceOf(RunException.class)
        .hasMessageContaining("--steps");
  }

  private LearningStudy.Outcome study(Path out) {
    Path scans = TestData.require("msd-hippocampus/imagesTr");
    return new LearningStudy(profile, scans, 2, STEPS)
        .run(List.of(ContrastSummary.REGIONS, ContrastSummary.POOLED), out, message -> {});
  }

  private static Profile profile() {
    Profile laptop = Profiles.load("laptop");
    return laptop.withTrainer(laptop.trainer().withBatchSize(2));
  }
}
