package dev.hybridmim.evaluator.finetune;

import java.util.ArrayList;
import java.util.List;

/**
 * The losses of a training, thinned to the means of at most {@value #MOST_POINTS} stretches of
 * equal length.
 */
final class LossCurve {
  private static final int MOST_POINTS = 100;

  private final int stretch;
  private final List<Double> means = new ArrayList<>();
  private double sum;
  private int count;

  /**
   * @param steps how many losses will be added
   */
  LossCurve(int steps) {
    this.stretch = (steps + MOST_POINTS - 1) / MOST_POINTS;
  }

  /** All losses of a training, first to last. */
  static LossCurve of(double[] losses) {
    LossCurve curve = new LossCurve(losses.length);
    for (double loss : losses) {
      curve.add(loss);
    }
    return curve;
  }

  void add(double loss) {
    sum += loss;
    count++;
    if (count == stretch) {
      means.add(sum / count);
      sum = 0;
      count = 0;
    }
  }

  /** First to last; a last stretch that is not full is averaged over what it has. */
  List<Double> means() {
    List<Double> all = new ArrayList<>(means);
    if (count > 0) {
      all.add(sum / count);
    }
    return all;
  }
}
