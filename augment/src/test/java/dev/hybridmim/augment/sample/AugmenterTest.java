package dev.hybridmim.augment.sample;

import static dev.hybridmim.augment.testing.TestVolumes.ramp;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hybridmim.platform.message.Augmentation;
import dev.hybridmim.platform.message.AugmentationSettings;
import java.util.HashSet;
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
    augmenter.apply(augmentation.build(), from, channels, size, into);

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
            () -> augmenter.apply(turn, new float[8], 1, new int[] {4, 2, 1}, new float[8]))
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
