package dev.hybridmim.trainer.loss;

import static dev.hybridmim.trainer.network.NetworkFixture.arrays;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hybridmim.platform.geometry.RegionGrid;
import dev.hybridmim.trainer.npy.NumpyArray;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Labels of masks against those grouped by cubes of two patches. */
class MaskLabelsParityTest {
  private final RegionGrid grid = RegionGrid.cube(96, 32, 16);

  @Test
  void labelsFollowTheRegionsInSpace() {
    Map<String, NumpyArray> vectors = arrays("mask_vectors.npz");
    double[] mask = vectors.get("mask").values();
    byte[] codes = codes(mask, 2);

    MaskLabels labels = MaskLabels.read(grid, codes, 2);

    assertThat(labels.numbers()).isEqualTo(vectors.get("labels_spatial").longs());
    assertThat(labels.positions()).isEqualTo(vectors.get("positions_spatial").floats());
    assertThat(labels.patches()).isEqualTo(vectors.get("mask").floats());
  }

  @Test
  void aMaskOfTheWrongSizeIsRefused() {
    assertThatThrownBy(() -> MaskLabels.read(grid, new byte[26], 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("27 bytes")
        .hasMessageContaining("26 were given");
  }

  private byte[] codes(double[] mask, int samples) {
    byte[] codes = new byte[samples * grid.maskBytes()];
    for (int sample = 0; sample < samples; sample++) {
      byte[] code = new byte[grid.maskBytes()];
      for (int patch = 0; patch < 216; patch++) {
        if (mask[sample * 216 + patch] != 0) {
          int i = patch / 36;
          int j = patch / 6 % 6;
          int k = patch % 6;
          grid.mask(code, (i / 2 * 3 + j / 2) * 3 + k / 2, (i % 2 * 2 + j % 2) * 2 + k % 2);
        }
      }
      System.arraycopy(code, 0, codes, sample * code.length, code.length);
    }
    return codes;
  }
}
