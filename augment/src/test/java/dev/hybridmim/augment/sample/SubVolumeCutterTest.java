package dev.hybridmim.augment.sample;

import static dev.hybridmim.augment.testing.TestVolumes.ramp;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class SubVolumeCutterTest {
  private final SubVolumeCutter cutter = new SubVolumeCutter();

  @Property(tries = 300)
  void voxelsAreThoseOfTheVolumeAndZeroBeyondIt(
      @ForAll @IntRange(min = 1, max = 12) int i,
      @ForAll @IntRange(min = 1, max = 12) int j,
      @ForAll @IntRange(min = 1, max = 12) int k,
      @ForAll @IntRange(min = 1, max = 2) int channels,
      @ForAll long seed) {
    int[] shape = {i, j, k};
    int[] size = {5, 6, 7};
    ArrayVolume volume = new ArrayVolume(ramp(1, new int[] {channels * i, j, k}), channels, shape);
    float[] cut = new float[channels * 5 * 6 * 7];
    Arrays.fill(cut, Float.NaN);
    int[] origin = cutter.cut(volume, size, seed, cut);

    int at = 0;
    for (int channel = 0; channel < channels; channel++) {
      for (int a = 0; a < size[0]; a++) {
        for (int b = 0; b < size[1]; b++) {
          for (int c = 0; c < size[2]; c++) {
            int[] from = {origin[0] + a, origin[1] + b, origin[2] + c};
            boolean inside = from[0] < i && from[1] < j && from[2] < k;
            assertThat(cut[at++])
                .isEqualTo(inside ? volume.at(channel, from[0], from[1], from[2]) : 0f);
          }
        }
      }
    }
  }

  @Example
  void everyOriginIsReached() {
    ArrayVolume volume = new ArrayVolume(ramp(1, new int[] {6, 5, 4}), 1, new int[] {6, 5, 4});
    Set<String> origins = new HashSet<>();
    for (int seed = 0; seed < 1000; seed++) {
      origins.add(Arrays.toString(cutter.cut(volume, new int[] {4, 4, 4}, seed, new float[64])));
    }
    assertThat(origins).hasSize(3 * 2);
  }

  @Example
  void emptyPlacesAreAvoided() {
    int[] shape = {64, 8, 8};
    float[] voxels = new float[64 * 8 * 8];
    Arrays.fill(voxels, 0, voxels.length / 2, 0.5f);
    ArrayVolume halfEmpty = new ArrayVolume(voxels, 1, shape);
    float[] cut = new float[512];
    int empty = 0;
    for (int seed = 0; seed < 1000; seed++) {
      cutter.cut(halfEmpty, new int[] {8, 8, 8}, seed, cut);
      empty += isEmpty(cut) ? 1 : 0;
    }
    // Four candidates of which less than half is empty: one in twenty at most, not one in two.
    assertThat(empty).isLessThan(60);
  }

  @Example
  void theBestOfPoorPlacesIsTakenAndReadAgain() {
    int[] shape = {40, 4, 4};
    float[] voxels = new float[40 * 16];
    voxels[20 * 16] = 1;
    ArrayVolume nearlyEmpty = new ArrayVolume(voxels, 1, shape);
    float[] cut = new float[8 * 16];
    int found = 0;
    for (int seed = 0; seed < 1000; seed++) {
      int[] origin = cutter.cut(nearlyEmpty, new int[] {8, 4, 4}, seed, cut);
      float[] expected = new float[8 * 16];
      nearlyEmpty.readBox(origin, new int[] {8, 4, 4}, expected);
      assertThat(cut).isEqualTo(expected);
      found += isEmpty(cut) ? 0 : 1;
    }
    // A single try would find it in 8 of 33 places; four do so in 67 %.
    assertThat(found / 1000.0).isBetween(0.6, 0.75);
  }

  @Example
  void anOriginOutsideTheVolumeIsRefused() {
    ArrayVolume volume = new ArrayVolume(new float[8], 1, new int[] {2, 2, 2});
    assertThatThrownBy(
            () -> cutter.read(volume, new int[] {2, 0, 0}, new int[] {1, 1, 1}, new float[1]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("[2, 0, 0]");
  }

  private static boolean isEmpty(float[] voxels) {
    for (float voxel : voxels) {
      if (voxel != 0) {
        return false;
      }
    }
    return true;
  }
}
