package dev.hybridmim.augment.sample;

import static dev.hybridmim.augment.testing.TestVolumes.ramp;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hybridmim.platform.message.Augmentation;
import dev.hybridmim.platform.message.AugmentationSettings;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class AugmenterTest {
  private static final AugmentationSettings ALL =
      AugmentationSettings.newBuilder()
          .setFlips(true)
          .setQuarterTurns(true)
          .setIntensityScale(0.2)
          .setIntensityShift(0.1)
          .build();

  private final Augmenter augmenter = new Augmenter();

  @Property(tries = 500)
  void applyingIsFlipsThenTurnsThenIntensity(
      @ForAll boolean flipI,
      @ForAll boolean flipJ,
      @ForAll boolean flipK,
      @ForAll @IntRange(max = 3) int turns,
      @ForAll @IntRange(min = 1, max = 2) int channels,
      @ForAll boolean intensity) {
    int[] size = {4, 4, 3};
    float[] from = ramp(5, new int[] {channels * 4, 4, 3});
    Augmentation.Builder augmentation =
        Augmentation.newBuilder()
            .setFlipI(flipI)
            .setFlipJ(flipJ)
            .setFlipK(flipK)
            .setQuarterTurns(turns);
    if (intensity) {
      augmentation.setIntensityScale(1.1).setIntensityShift(-0.05);
    }
    float[] into = new float[from.length];
    augmenter.apply(augmentation.build(), from, channels, size, 0, into);

    float[] expected = from;
    expected = flipI ? moved(expected, channels, (i, j, k) -> new int[] {3 - i, j, k}) : expected;
    expected = flipJ ? moved(expected, channels, (i, j, k) -> new int[] {i, 3 - j, k}) : expected;
    expected = flipK ? moved(expected, channels, (i, j, k) -> new int[] {i, j, 2 - k}) : expected;
    for (int turn = 0; turn < turns; turn++) {
      expected = moved(expected, channels, (i, j, k) -> new int[] {j, 3 - i, k});
    }
    for (int voxel = 0; voxel < expected.length; voxel++) {
      float value = expected[voxel];
      assertThat(into[voxel])
          .isEqualTo(intensity ? Math.min(1, Math.max(0, value * 1.1f + -0.05f)) : value);
    }
  }

  @Example
  void everyDrawStaysWithinItsSettingsAndAllHappen() {
    Set<String> orientations = new HashSet<>();
    for (int seed = 0; seed < 2000; seed++) {
      Augmentation drawn = augmenter.draw(ALL, new int[] {8, 8, 4}, seed);
      orientations.add(
          "" + drawn.getFlipI() + drawn.getFlipJ() + drawn.getFlipK() + drawn.getQuarterTurns());
      assertThat(drawn.getIntensityScale()).isBetween(0.8, 1.2);
      assertThat(drawn.getIntensityShift()).isBetween(-0.1, 0.1);
    }
    assertThat(orientations).hasSize(8 * 4);
  }

  @Example
  void turnsAboutEveryAxisAreThe24RotationsOfACubeEquallyOften() {
    AugmentationSettings settings =
        AugmentationSettings.newBuilder().setQuarterTurns(true).setTurnAllPlanes(true).build();
    float[] from = ramp(3, new int[] {3, 3, 3});
    Map<String, Integer> found = new HashMap<>();
    for (int seed = 0; seed < 4800; seed++) {
      float[] into = new float[27];
      Augmentation drawn = augmenter.draw(settings, new int[] {3, 3, 3}, seed);
      augmenter.apply(drawn, from, 1, new int[] {3, 3, 3}, 0, into);
      found.merge(Arrays.toString(into), 1, Integer::sum);
    }
    assertThat(found).hasSize(24);
    assertThat(found.values()).allSatisfy(count -> assertThat(count).isBetween(115, 285));
  }

  @Property(tries = 200)
  void turnsOfAWholeCubeMoveEveryVoxelWhereTheDocumentationSays(
      @ForAll @IntRange(max = 3) int ij,
      @ForAll @IntRange(max = 3) int jk,
      @ForAll @IntRange(max = 3) int ik,
      @ForAll @IntRange(min = 1, max = 40) int edge) {
    int[] size = {edge, edge, edge};
    float[] expected = ramp(9, size);
    float[] into = new float[expected.length];
    Augmentation turns =
        Augmentation.newBuilder()
            .setQuarterTurns(ij)
            .setQuarterTurnsJk(jk)
            .setQuarterTurnsIk(ik)
            .build();
    augmenter.apply(turns, expected, 1, size, 0, into);
    int last = edge - 1;
    for (int turn = 0; turn < ij; turn++) {
      expected = movedCube(expected, edge, (i, j, k) -> new int[] {j, last - i, k});
    }
    for (int turn = 0; turn < jk; turn++) {
      expected = movedCube(expected, edge, (i, j, k) -> new int[] {i, k, last - j});
    }
    for (int turn = 0; turn < ik; turn++) {
      expected = movedCube(expected, edge, (i, j, k) -> new int[] {k, j, last - i});
    }
    assertThat(into).isEqualTo(expected);
  }

  @Example
  void aGammaCurveKeepsTheEndsAndFollowsThePower() {
    float[] from = ramp(1, new int[] {16, 16, 16});
    from[0] = 0;
    from[1] = 1;
    float[] into = new float[from.length];
    augmenter.apply(
        Augmentation.newBuilder().setGamma(1.3).build(), from, 1, new int[] {16, 16, 16}, 0, into);

    assertThat(into[0]).isZero();
    assertThat(into[1]).isEqualTo(1f);
    for (int voxel = 0; voxel < from.length; voxel++) {
      assertThat(into[voxel])
          .isCloseTo(
              (float) Math.pow(from[voxel], 1.3), org.assertj.core.data.Offset.offset(2e-5f));
    }
  }

  @Example
  void noiseHasItsDeviationComesFromItsSeedAndStaysInRange() {
    int[] size = {40, 40, 40};
    float[] from = new float[64_000];
    Arrays.fill(from, 0.5f);
    float[] into = new float[from.length];
    float[] other = new float[from.length];
    Augmentation noise = Augmentation.newBuilder().setNoise(0.05).build();
    augmenter.apply(noise, from, 1, size, 1, into);
    augmenter.apply(noise, from, 1, size, 2, other);
    double sum = 0;
    double squares = 0;
    for (float value : into) {
      sum += value - 0.5;
      squares += (value - 0.5) * (value - 0.5);
    }

    assertThat(sum / into.length).isBetween(-0.0012, 0.0012);
    assertThat(Math.sqrt(squares / into.length)).isBetween(0.0492, 0.0508);
    assertThat(other).isNotEqualTo(into);
    Arrays.fill(from, 1f);
    augmenter.apply(noise, from, 1, size, 1, other);
    assertThat(other).satisfies(values -> assertThat(max(values)).isEqualTo(1f));
    augmenter.apply(noise, from, 1, size, 1, into);
    assertThat(other).isEqualTo(into);
  }

  private static float max(float[] values) {
    float max = values[0];
    for (float value : values) {
      max = Math.max(max, value);
    }
    return max;
  }

  private static float[] movedCube(float[] from, int edge, Origin origin) {
    float[] into = new float[from.length];
    int at = 0;
    for (int i = 0; i < edge; i++) {
      for (int j = 0; j < edge; j++) {
        for (int k = 0; k < edge; k++) {
          int[] source = origin.of(i, j, k);
          into[at++] = from[(source[0] * edge + source[1]) * edge + source[2]];
        }
      }
    }
    return into;
  }

  @Example
  void whatIsSwitchedOffIsNotDone() {
    assertThat(augmenter.draw(AugmentationSettings.getDefaultInstance(), new int[] {8, 8, 8}, 1))
        .isEqualTo(Augmentation.getDefaultInstance());
    for (int seed = 0; seed < 100; seed++) {
      assertThat(augmenter.draw(ALL, new int[] {8, 4, 8}, seed).getQuarterTurns()).isZero();
    }
  }

  @Example
  void unequalEdgesAreNotTurned() {
    Augmentation turn = Augmentation.newBuilder().setQuarterTurns(1).build();
    assertThatThrownBy(
            () -> augmenter.apply(turn, new float[8], 1, new int[] {4, 2, 1}, 0, new float[8]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("4 and 2");
  }

  private interface Origin {
    int[] of(int i, int j, int k);
  }

  private static float[] moved(float[] from, int channels, Origin origin) {
    float[] into = new float[from.length];
    int at = 0;
    for (int channel = 0; channel < channels; channel++) {
      for (int i = 0; i < 4; i++) {
        for (int j = 0; j < 4; j++) {
          for (int k = 0; k < 3; k++) {
            int[] source = origin.of(i, j, k);
            into[at++] = from[((channel * 4 + source[0]) * 4 + source[1]) * 3 + source[2]];
          }
        }
      }
    }
    return into;
  }
}
