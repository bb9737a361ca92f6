package dev.hybridmim.evaluator.statistics;

import java.util.Arrays;
import org.hipparchus.stat.inference.WilcoxonSignedRankTest;

/**
 * Wilcoxon's signed-rank test, two-sided, over cases.
 *
 * @param cases pairs that differ
 * @param pValue how probable differences as large are if neither competitor is better; 1 when no
 *     pair differs
 */
public record PairedTest(int cases, double pValue) {
  /** Up to so many pairs the distribution is counted out; above, it is taken as normal. */
  private static final int MOST_EXACT = 30;

  /**
   * Compares two competitors.
   *
   * @param first (seed, case); NaN is left out
   * @param second of the same shape, the same seeds and cases
   */
  public static PairedTest of(double[][] first, double[][] second) {
    double[] means =
        Arrays.stream(meanOverSeeds(differences(first, second)))
            .filter(difference -> !Double.isNaN(difference) && difference != 0)
            .toArray();
    if (means.length == 0) {
      return new PairedTest(0, 1);
    }
    double p =
        new WilcoxonSignedRankTest()
            .wilcoxonSignedRankTest(means, new double[means.length], means.length <= MOST_EXACT);
    return new PairedTest(means.length, Math.min(1, p));
  }

  static double[][] differences(double[][] first, double[][] second) {
    if (first.length != second.length) {
      throw new IllegalArgumentException(
          "Pairs need the same seeds, not " + first.length + " and " + second.length + ".");
    }
    double[][] differences = new double[first.length][];
    for (int seed = 0; seed < first.length; seed++) {
      if (first[seed].length != second[seed].length) {
        throw new IllegalArgumentException("Pairs need the same cases.");
      }
      differences[seed] = new double[first[seed].length];
      for (int number = 0; number < first[seed].length; number++) {
        differences[seed][number] = first[seed][number] - second[seed][number];
      }
    }
    return differences;
  }

  private static double[] meanOverSeeds(double[][] values) {
    double[] means = new double[values.length == 0 ? 0 : values[0].length];
    for (int number = 0; number < means.length; number++) {
      int column = number;
      means[number] =
          Arrays.stream(values)
              .mapToDouble(row -> row[column])
              .filter(value -> !Double.isNaN(value))
              .average()
              .orElse(Double.NaN);
    }
    return means;
  }
}
