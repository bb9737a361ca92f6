package dev.hybridmim.evaluator.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.hybridmim.platform.number.Seeds;
import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.apache.commons.rng.UniformRandomProvider;
import org.junit.jupiter.api.Test;

class BootstrapTest {
  @Test
  void theIntervalOfManyCasesIsThatOfTheMean() {
    UniformRandomProvider random = Seeds.random(3);
    double[][] values = new double[1][400];
    Arrays.setAll(values[0], index -> random.nextDouble());

    Interval interval = Bootstrap.USUAL.mean(values);

    // Uniform on [0, 1]: standard deviation 0.2887, of the mean of 400 0.01443.
    assertThat(interval.mean()).isCloseTo(0.5, within(0.04));
    assertThat(interval.high() - interval.low()).isCloseTo(2 * 1.96 * 0.01443, within(0.008));
    assertThat(Bootstrap.USUAL.mean(values)).isEqualTo(interval);
    assertThat(new Bootstrap(2000, 1).mean(values)).isNotEqualTo(interval);
  }

  @Test
  void seedsThatDisagreeWidenTheInterval() {
    double[][] agreeing = {{0.4, 0.6, 0.5, 0.5}, {0.4, 0.6, 0.5, 0.5}};
    double[][] disagreeing = {{0.2, 0.4, 0.3, 0.3}, {0.6, 0.8, 0.7, 0.7}};

    assertThat(width(Bootstrap.USUAL.mean(disagreeing)))
        .isGreaterThan(2 * width(Bootstrap.USUAL.mean(agreeing)));
  }

  @Test
  void undefinedValuesAreLeftOut() {
    double[][] values = {{1, Double.NaN, 3}};
    assertThat(Bootstrap.USUAL.mean(values).mean()).isEqualTo(2);
    assertThatThrownBy(() -> Bootstrap.USUAL.mean(new double[][] {{Double.NaN}}))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Property(tries = 20)
  void theMeanLiesInItsInterval(@ForAll @IntRange(min = 2, max = 30) int cases, @ForAll int seed) {
    UniformRandomProvider random = Seeds.random(seed);
    double[][] values = new double[3][cases];
    for (double[] row : values) {
      Arrays.setAll(row, index -> random.nextDouble());
    }
    Interval interval = new Bootstrap(400, 7).mean(values);
    assertThat(interval.low()).isLessThanOrEqualTo(interval.mean());
    assertThat(interval.high()).isGreaterThanOrEqualTo(interval.mean());
  }

  private static double width(Interval interval) {
    return interval.high() - interval.low();
  }
}
