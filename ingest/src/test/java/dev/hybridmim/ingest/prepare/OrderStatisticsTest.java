package dev.hybridmim.ingest.prepare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.hybridmim.ingest.image.VoxelArray;
import dev.hybridmim.platform.number.Seeds;
import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.apache.commons.rng.UniformRandomProvider;
import org.junit.jupiter.api.Test;

class OrderStatisticsTest {
  @Property(tries = 500)
  void equalsSorting(
      @ForAll long seed,
      @ForAll @IntRange(min = 1, max = 60) int size,
      @ForAll @DoubleRange(max = 100) double percent) {
    float[] values = values(seed, size);
    float[] sorted = values.clone();
    Arrays.sort(sorted);
    double rank = percent / 100 * (sorted.length - 1);
    int lower = (int) rank;
    int upper = Math.min(lower + 1, sorted.length - 1);
    double expected = sorted[lower] + (rank - lower) * ((double) sorted[upper] - sorted[lower]);
    OrderStatistics statistics =
        new OrderStatistics(VoxelArray.of(values), Float.NEGATIVE_INFINITY);
    assertThat(statistics.count()).isEqualTo(values.length);
    assertThat(statistics.percentile(percent))
        .isCloseTo(expected, within(1e-9 + Math.abs(expected) * 1e-9));
  }

  @Test
  void valuesAtOrBelowTheBoundDoNotCount() {
    OrderStatistics statistics =
        new OrderStatistics(VoxelArray.of(new float[] {0, 0, 0, 5, 7, 9}), 0);
    assertThat(statistics.count()).isEqualTo(3);
    assertThat(statistics.percentile(0)).isEqualTo(5);
    assertThat(statistics.percentile(50)).isEqualTo(7);
    assertThat(statistics.percentile(75)).isEqualTo(8);
    assertThat(statistics.percentile(100)).isEqualTo(9);
  }

  /** Of all magnitudes and both signs, some of them equal. */
  private static float[] values(long seed, int size) {
    UniformRandomProvider random = Seeds.random(seed);
    float[] values = new float[size];
    for (int n = 0; n < size; n++) {
      double magnitude = Math.pow(10, random.nextInt(-6, 7));
      values[n] = (float) (random.nextInt(-20, 21) * magnitude);
    }
    return values;
  }
}
