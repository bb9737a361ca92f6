package dev.hybridmim.local.look;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hybridmim.local.RunException;
import dev.hybridmim.platform.profile.Profile;
import dev.hybridmim.platform.profile.Profiles;
import dev.hybridmim.platform.testing.TestData;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScanSampleTest {
  private final Profile profile = Profiles.load("laptop");

  @TempDir Path directory;

  @Test
  void aSeriesOfDicomImagesIsCutLikeAnyScan() {
    Path series = TestData.require("dicom/ct-ge-28");
    ScanSample sample = ScanSample.of(series, profile, 1);
    assertThat(sample.voxels().remaining()).isEqualTo(32 * 32 * 32 * Short.BYTES);
    assertThat(sample.voxels()).isNotEqualTo(ScanSample.of(series, profile, 2).voxels());
    assertThat(ScanSample.of(series, profile, 1).voxels()).isEqualTo(sample.voxels());
  }

  @Test
  void aDirectoryWithoutImagesIsRefused() throws Exception {
    Files.writeString(directory.resolve("notes.txt"), "nothing");
    assertThatThrownBy(() -> ScanSample.of(directory, profile, 1))
        .isInstanceOf(RunException.class)
        .hasMessageContaining("has no instance");
    assertThatThrownBy(() -> ScanSample.of(directory.resolve("gone"), profile, 1))
        .hasMessageContaining("There is no file");
  }
}
