package dev.hybridmim.evaluator.statistics;

import dev.hybridmim.platform.number.Seeds;
import java.util.Arrays;
import org.apache.commons.rng.UniformRandomProvider;

/**
 * Percentile bootstrap over seeds and cases. Deterministic: its draws come from a seed.
 *
 * @param resamples how often seeds and cases are drawn again
 * @param seed of the draws
 */
public record Bootstrap(int resamples, long seed) {
  /** As in all reports. */
  public static final Bootstrap USUAL = new Bootstrap(2000, 20261124);

  private static final double LOW = 0.025;
  private static final double HIGH = 0.975;

  /**
   * The mean and its 95 % interval.
   *
   * @param values (seed, case), rows of equal length; NaN is left out
   * @throws IllegalArgumentException when there is no value at all
   */
  public Interval mean(double[][] values) {
    int cases = values.length == 0 ? 0 : values[0].length;
    double mean = mean(values, all(values.length), all(cases));
    if (Double.isNaN(mean)) {
      throw new IllegalArgumentException("There is no value to average.");
    }
    UniformRandomProvider random = Seeds.random(seed);
    double[] means = new double[resamples];
    int[] seeds = new int[values.length];
    int[] drawn = new int[cases];
    for (int resample = 0; resample < resamples; resample++) {
      draw(seeds, random);
      draw(drawn, random);
      means[resample] = mean(values, seeds, drawn);
    }
    // NaN, the mean of a draw without any value, sorts behind everything.
    Arrays.sort(means);
    return new Interval(mean, means[place(LOW)], means[place(HIGH)]);
  }

  /**
   * The mean of paired differences and its 95 % interval: seeds and cases are drawn for both alike.
   *
   * @param first (seed, case)
   * @param second of the same shape
   */
  public Interval difference(double[][] first, double[][] second) {
    return mean(PairedTest.differences(first, second));
  }

  private int place(double share) {
    return (int) Math.min(resamples - 1L, Math.round(share * (resamples - 1)));
  }

  private static int[] all(int count) {
    int[] indices = new int[count];
    Arrays.setAll(indices, index -> index);
    return indices;
  }

  private static void draw(int[] indices, UniformRandomProvider random) {
    for (int index = 0; index < indices.length; index++) {
      indices[index] = random.nextInt(indices.length);
    }
  }

  private static double mean(double[][] values, int[] seeds, int[] cases) {
    double sum = 0;
    int count = 0;
    for (int seed : seeds) {
      for (int drawn : cases) {
        double value = values[seed][drawn];
        if (!Double.isNaN(value)) {
          sum += value;
          count++;
        }
      }
    }
    return count == 0 ? Double.NaN : sum / count;
  }
}
