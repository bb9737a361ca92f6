package dev.hybridmim.evaluator.metric;

import java.util.Arrays;

/**
 * The mean of those values that are defined, that is finite, and how many they were.
 *
 * @param mean NaN when none is defined
 * @param count number of values behind the mean
 */
public record DefinedMean(double mean, int count) {

  public static DefinedMean of(double... values) {
    double[] defined = Arrays.stream(values).filter(Double::isFinite).toArray();
    return new DefinedMean(Arrays.stream(defined).average().orElse(Double.NaN), defined.length);
  }
}
