package dev.hybridmim.platform.geometry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class RegionGridTest {
  @Test
  void thePublishedSizes() {
    RegionGrid grid = RegionGrid.cube(96, 32, 16);
    assertThat(grid.regions()).isEqualTo(27);
    assertThat(grid.patchesPerRegion()).isEqualTo(8);
    assertThat(grid.patches()).isEqualTo(216);
    assertThat(grid.maskBytes()).isEqualTo(27);
  }

  @Test
  void edgesThatDoNotDivideAreRefusedByName() {
    assertThatThrownBy(() -> RegionGrid.cube(96, 40, 20))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("40")
        .hasMessageContaining("96");
    assertThatThrownBy(() -> RegionGrid.cube(96, 32, 12)).hasMessageContaining("patch edge 12");
  }

  @Property(tries = 200)
  void expandedVoxelsAgreeWithTheCodes(
      @ForAll @IntRange(min = 1, max = 3) int regions,
      @ForAll @IntRange(min = 1, max = 4) int patches,
      @ForAll @IntRange(min = 1, max = 2) int patchEdge,
      @ForAll long seed) {
    int regionEdge = patches * patchEdge;
    RegionGrid grid =
        new RegionGrid(
            new int[] {regions * regionEdge, regionEdge, 2 * regionEdge}, regionEdge, patchEdge);
    byte[] codes = new byte[grid.maskBytes()];
    Random random = new Random(seed);
    int hidden = 0;
    for (int region = 0; region < grid.regions(); region++) {
      for (int patch = 0; patch < grid.patchesPerRegion(); patch++) {
        if (random.nextBoolean()) {
          grid.mask(codes, region, patch);
          hidden++;
        }
      }
    }
    byte[] voxels = new byte[grid.voxels()];
    grid.expand(codes, voxels);
    int sum = 0;
    for (byte voxel : voxels) {
      sum += voxel;
    }
    assertThat(sum).isEqualTo(hidden * patchEdge * patchEdge * patchEdge);
    assertThat(grid.maskedCount(codes)).isEqualTo(hidden);
    int[] size = grid.subVolume();
    int[] counts = grid.regionCounts();
    for (int probe = 0; probe < 50; probe++) {
      int i = random.nextInt(size[0]);
      int j = random.nextInt(size[1]);
      int k = random.nextInt(size[2]);
      int region = (i / regionEdge * counts[1] + j / regionEdge) * counts[2] + k / regionEdge;
      int patch =
          ((i % regionEdge / patchEdge) * patches + j % regionEdge / patchEdge) * patches
              + k % regionEdge / patchEdge;
      assertThat(voxels[(i * size[1] + j) * size[2] + k] == 1)
          .isEqualTo(grid.masked(codes, region, patch));
    }
  }
}
