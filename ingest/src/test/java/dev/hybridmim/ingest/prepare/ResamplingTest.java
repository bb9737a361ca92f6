package dev.hybridmim.ingest.prepare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.hybridmim.ingest.image.Affine;
import dev.hybridmim.ingest.image.Image;
import dev.hybridmim.ingest.testing.SyntheticImages;
import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class ResamplingTest {
  @Property(tries = 200)
  void aConstantStaysThatConstant(
      @ForAll @DoubleRange(min = 0.4, max = 6) double spacing,
      @ForAll @DoubleRange(min = -3000, max = 3000) double value,
      @ForAll boolean antiAlias) {
    Grid source = new Grid(13, 9, 20, Affine.scaling(1.1, 0.9, 2.7));
    float[] voxels = new float[(int) source.voxels()];
    Arrays.fill(voxels, (float) value);
    Grid target = Resampling.target(source, new double[] {spacing, spacing, spacing});
    for (float resampled : Resampling.linear(voxels, source, target, antiAlias)) {
      assertThat(resampled).isEqualTo((float) value);
    }
  }

  @Property(tries = 50)
  void axisByAxisEqualsVoxelByVoxel(
      @ForAll long seed,
      @ForAll @DoubleRange(min = 0.5, max = 4) double i,
      @ForAll @DoubleRange(min = 0.5, max = 4) double j,
      @ForAll @DoubleRange(min = 0.5, max = 4) double k) {
    Image image = SyntheticImages.noise(seed, new int[] {11, 14, 9}, Affine.scaling(1, 1.5, 2));
    Grid source = Grid.of(image);
    Grid target = Resampling.target(source, new double[] {i, j, k});
    Affine map = source.affine().inverse().times(target.affine());
    float[] separable = Resampling.linear(image.voxels(), source, target, false);
    float[] single = ObliqueResampling.linear(image.voxels(), source, target, map);
    for (int n = 0; n < separable.length; n++) {
      assertThat(separable[n]).isCloseTo(single[n], within(0.01f));
    }
  }

  @Property(tries = 100)
  void theTargetCoversTheSource(
      @ForAll @IntRange(min = 2, max = 200) int size,
      @ForAll @DoubleRange(min = 0.3, max = 5) double from,
      @ForAll @DoubleRange(min = 0.3, max = 5) double to) {
    Grid target =
        Resampling.target(
            new Grid(size, 8, 8, Affine.scaling(from, 1, 1)), new double[] {to, 1, 1});
    assertThat((target.sizeI() - 1) * to).isCloseTo((size - 1) * from, within(to / 2 + 1e-9));
    assertThat(target.affine().apply(0, 0, 0)).containsExactly(0, 0, 0);
  }

  @Test
  void sameSpacingChangesNothing() {
    Image image =
        SyntheticImages.noise(
            5, new int[] {12, 13, 14}, Affine.of(0.7, 0, 0, 5, 0, 0.7, 0, 6, 0, 0, 3, 7));
    Grid source = Grid.of(image);
    Grid target = Resampling.target(source, new double[] {0.7, 0.7, 3});
    assertThat(target).isEqualTo(source);
    assertThat(Resampling.linear(image.voxels(), source, target, true)).isEqualTo(image.voxels());
  }

  @Test
  void aRampStaysARamp() {
    Grid source = new Grid(10, 10, 10, Affine.identity());
    float[] ramp = new float[1000];
    for (int n = 0; n < ramp.length; n++) {
      int i = n / 100;
      ramp[n] = i + 10f * (n / 10 % 10) + 100f * (n % 10);
    }
    Grid target = Resampling.target(source, new double[] {0.5, 0.75, 1.5});
    float[] resampled = Resampling.linear(ramp, source, target, false);
    int n = 0;
    for (int i = 0; i < target.sizeI(); i++) {
      for (int j = 0; j < target.sizeJ(); j++) {
        for (int k = 0; k < target.sizeK(); k++) {
          double expected =
              Math.min(9, 0.5 * i) + 10 * Math.min(9, 0.75 * j) + 100 * Math.min(9, 1.5 * k);
          assertThat((double) resampled[n++]).isCloseTo(expected, within(1e-3));
        }
      }
    }
  }

  @Test
  void antiAliasingSmoothsOnlyWhatBecomesCoarser() {
    Image noise = SyntheticImages.noise(6, new int[] {64, 16, 16}, Affine.identity());
    Grid source = Grid.of(noise);
    Grid coarse = Resampling.target(source, new double[] {4, 1, 1});
    double plain = deviation(Resampling.linear(noise.voxels(), source, coarse, false));
    double smooth = deviation(Resampling.linear(noise.voxels(), source, coarse, true));
    assertThat(smooth).isLessThan(0.6 * plain);
    Grid fine = Resampling.target(source, new double[] {0.5, 0.5, 1});
    assertThat(Resampling.linear(noise.voxels(), source, fine, true))
        .isEqualTo(Resampling.linear(noise.voxels(), source, fine, false));
  }

  @Test
  void antiAliasingSmoothsBetweenRotatedGridsAsWell() {
    Image noise = SyntheticImages.noise(6, new int[] {40, 40, 24}, Affine.identity());
    Grid source = Grid.of(noise);
    double turn = Math.toRadians(20);
    double across = 3 * Math.cos(turn);
    double along = 3 * Math.sin(turn);
    Grid coarse =
        new Grid(8, 8, 12, Affine.of(across, -along, 0, 10, along, across, 0, 2, 0, 0, 1.5, 2));
    double plain = deviation(Resampling.linear(noise.voxels(), source, coarse, false));
    double smooth = deviation(Resampling.linear(noise.voxels(), source, coarse, true));
    assertThat(smooth).isLessThan(0.6 * plain);

    float[] flat = new float[40 * 40 * 24];
    java.util.Arrays.fill(flat, 7);
    assertThat(Resampling.linear(flat, source, coarse, true)).containsOnly(7f);

    // A grid that is as fine as the source in every direction needs no smoothing.
    Grid fine = new Grid(9, 9, 9, Affine.of(0.8, -0.5, 0, 9, 0.5, 0.8, 0, 4, 0, 0, 1, 2));
    assertThat(Resampling.linear(noise.voxels(), source, fine, true))
        .isEqualTo(Resampling.linear(noise.voxels(), source, fine, false));
  }

  @Test
  void rotatedGridsAreResampledVoxelByVoxel() {
    // A quarter turn maps voxels onto voxels: the result is known exactly.
    Image image = SyntheticImages.noise(8, new int[] {8, 9, 10}, Affine.identity());
    Grid source = Grid.of(image);
    Grid turned = new Grid(9, 8, 10, Affine.of(0, 1, 0, 0, 1, 0, 0, 0, 0, 0, 1, 0));
    float[] resampled = Resampling.linear(image.voxels(), source, turned, false);
    for (int i = 0; i < 9; i++) {
      for (int j = 0; j < 8; j++) {
        assertThat(resampled[(i * 8 + j) * 10 + 3]).isEqualTo(image.at(j, i, 3));
      }
    }
  }

  private static double deviation(float[] values) {
    double mean = 0;
    for (float value : values) {
      mean += value / values.length;
    }
    double sum = 0;
    for (float value : values) {
      sum += (value - mean) * (value - mean);
    }
    return Math.sqrt(sum / values.length);
  }
}
