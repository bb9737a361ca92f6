package dev.hybridmim.ingest.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hybridmim.ingest.bench.PrepareReport.StageCost;
import dev.hybridmim.ingest.image.RejectReason;
import dev.hybridmim.ingest.image.UnreadableScanException;
import dev.hybridmim.ingest.measure.Stage;
import dev.hybridmim.ingest.pipeline.PreparationRecipe;
import dev.hybridmim.platform.profile.Profiles;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PrepareBenchmarkTest {
  private static final PreparationRecipe RECIPE = PreparationRecipe.of(Profiles.load("paper-unet"));

  @TempDir Path directory;

  @Test
  void everyStageOfASmallScanIsMeasured() throws Exception {
    PrepareReport report = new PrepareBenchmark(RECIPE, 1).ofSynthetic(96, 40);

    assertThat(report.shape()).containsExactly(96, 96, 40);
    assertThat(report.prepared()).containsExactly(96, 96, 96);
    assertThat(report.decodedBytes()).isEqualTo(96 * 96 * 40 * 2);
    assertThat(report.originalBytes()).isBetween(100_000L, report.decodedBytes());
    assertThat(report.preparedBytes()).isBetween(10_000L, report.originalBytes());
    assertThat(report.peakBytes()).isGreaterThan(report.decodedBytes());
    assertThat(report.cpuSeconds()).isPositive();
    assertThat(report.scansPerHourPerCore()).isEqualTo(3600 / report.cpuSeconds());
    assertThat(report.stages())
        .extracting(StageCost::stage)
        .containsExactlyElementsOf(Arrays.stream(Stage.values()).map(Stage::word).toList());
    assertThat(report.stages()).allSatisfy(stage -> assertThat(stage.seconds()).isPositive());
  }

  @Test
  void theSyntheticScanIsTheSameEachTime() throws Exception {
    Path one = directory.resolve("one");
    Path other = directory.resolve("other");
    SyntheticCt.write(one, 32, 16, 7);
    SyntheticCt.write(other, 32, 16, 7);
    assertThat(one).hasSameBinaryContentAs(other);
    SyntheticCt.write(other, 32, 16, 8);
    assertThat(Files.readAllBytes(other)).isNotEqualTo(Files.readAllBytes(one));
  }

  @Test
  void aFileThatCannotBePreparedIsSaidToBeSo() throws Exception {
    Path file = Files.writeString(directory.resolve("no.nii"), "no scan at all");
    assertThatThrownBy(() -> new PrepareBenchmark(RECIPE, 1).of(file))
        .isInstanceOfSatisfying(
            UnreadableScanException.class,
            e -> assertThat(e.reason()).isEqualTo(RejectReason.NOT_NIFTI));
  }
}
