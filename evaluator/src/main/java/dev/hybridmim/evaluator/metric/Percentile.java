package dev.hybridmim.evaluator.metric;

/** Percentiles with linear interpolation between ranks, as PyTorch's and NumPy's default. */
final class Percentile {
  private Percentile() {}

  /**
   * @param ascending sorted values
   * @param percentile above 0, at most 100
   * @return NaN for no values, and for a percentile that would interpolate between infinities
   */
  static double ofSorted(double[] ascending, double percentile) {
    if (!(percentile > 0 && percentile <= 100)) {
      throw new IllegalArgumentException(
          "A percentile is above 0 and at most 100, not " + percentile + ".");
    }
    if (ascending.length == 0) {
      return Double.NaN;
    }
    if (percentile == 100) {
      return ascending[ascending.length - 1];
    }
    double rank = percentile / 100 * (ascending.length - 1);
    int below = (int) rank;
    int above = Math.min(below + 1, ascending.length - 1);
    return ascending[below] + (rank - below) * (ascending[above] - ascending[below]);
  }
}
