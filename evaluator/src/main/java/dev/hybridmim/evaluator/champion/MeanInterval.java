package dev.hybridmim.evaluator.champion;

import dev.hybridmim.platform.number.Seeds;
import java.util.Arrays;
import org.apache.commons.rng.UniformRandomProvider;

/**
 * A mean with its 95 % interval by the percentile bootstrap over cases; the same values and seed
 * give the same interval.
 */
record MeanInterval(double mean, double low, double high) {
  private static final int RESAMPLES = 2000;
  private static final double TAIL = 0.025;

  static MeanInterval of(double[] values, long seed) {
    UniformRandomProvider random = Seeds.random(seed);
    double[] means = new double[RESAMPLES];
    for (int resample = 0; resample < RESAMPLES; resample++) {
      double sum = 0;
      for (int draw = 0; draw < values.length; draw++) {
        sum += values[random.nextInt(values.length)];
      }
      means[resample] = sum / values.length;
    }
    Arrays.sort(means);
    return new MeanInterval(
        Arrays.stream(values).average().orElse(Double.NaN),
        means[(int) (TAIL * RESAMPLES)],
        means[(int) ((1 - TAIL) * RESAMPLES) - 1]);
  }
}
