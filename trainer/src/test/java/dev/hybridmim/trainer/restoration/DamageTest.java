package dev.hybridmim.trainer.restoration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hybridmim.platform.number.Seeds;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class DamageTest {
  private static final int CUBE = 32;
  private static final int VOLUME = CUBE * CUBE * CUBE;

  @Test
  void aSeedAlwaysDoesTheSameAndLeavesTheOriginal() {
    float[] voxels = places(2);
    float[] before = voxels.clone();
    float[] damaged = Damage.of(voxels, 2, CUBE, 7);
    assertThat(voxels).isEqualTo(before);
    assertThat(Damage.of(voxels, 2, CUBE, 7)).isEqualTo(damaged);
    assertThat(Damage.of(voxels, 2, CUBE, 8)).isNotEqualTo(damaged);
  }

  @Test
  void everyKindOfDamageComesAsOftenAsItShould() {
    float[] voxels = new float[VOLUME];
    Arrays.fill(voxels, 0.5f);
    int samples = 200;
    int painted = 0;
    int mostly = 0;
    for (long seed = 0; seed < samples; seed++) {
      float[] damaged = Damage.of(voxels, 1, CUBE, seed);
      double noise = noise(damaged);
      painted += noise > 0 ? 1 : 0;
      mostly += noise > 0.5 ? 1 : 0;
    }
    // 0.9 and 0.9 * 0.8 of 200, each within four standard deviations.
    assertThat(painted).isBetween(163, 197);
    assertThat(mostly).isBetween(115, 170);
  }

  @Test
  void curvesAreOneToOneBetweenOppositeCorners() {
    boolean rising = false;
    boolean falling = false;
    for (long seed = 0; seed < 50; seed++) {
      IntensityCurve curve = IntensityCurve.draw(Seeds.random(seed));
      float first = curve.at(0);
      float last = curve.at(1);
      assertThat(Math.abs(last - first)).isGreaterThan(0.9999f);
      rising |= last > first;
      falling |= last < first;
      for (int step = 1; step <= 300; step++) {
        float change = curve.at(step / 300f) - curve.at((step - 1) / 300f);
        assertThat(change * (last - first)).isGreaterThanOrEqualTo(0);
      }
    }
    assertThat(rising && falling).isTrue();
  }

  @Test
  void shuffledVoxelsStayNearAndChannelsTogether() {
    float[] voxels = places(2);
    float[] shuffled = LocalShuffling.shuffled(voxels, 2, CUBE, Seeds.random(3));
    int moved = 0;
    for (int place = 0; place < VOLUME; place++) {
      int from = (int) shuffled[place];
      moved += from == place ? 0 : 1;
      assertThat(Math.abs(from / (CUBE * CUBE) - place / (CUBE * CUBE))).isLessThan(CUBE / 10);
      assertThat(Math.abs(from / CUBE % CUBE - place / CUBE % CUBE)).isLessThan(CUBE / 10);
      assertThat(Math.abs(from % CUBE - place % CUBE)).isLessThan(CUBE / 10);
      assertThat(shuffled[VOLUME + place]).isEqualTo(VOLUME + from);
    }
    assertThat(moved).isGreaterThan(VOLUME / 4);
  }

  /** Every voxel's value is its own place. */
  private static float[] places(int channels) {
    float[] voxels = new float[channels * VOLUME];
    for (int voxel = 0; voxel < voxels.length; voxel++) {
      voxels[voxel] = voxel;
    }
    return voxels;
  }

  /** Share of voxels that differ from what most voxels of a constant volume have become. */
  private static double noise(float[] damaged) {
    float[] sorted = damaged.clone();
    Arrays.sort(sorted);
    int longest = 0;
    int run = 0;
    for (int index = 0; index < sorted.length; index++) {
      run = index > 0 && sorted[index] == sorted[index - 1] ? run + 1 : 1;
      longest = Math.max(longest, run);
    }
    return 1 - (double) longest / damaged.length;
  }
}
