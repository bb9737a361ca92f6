package dev.hybridmim.trainer.restoration;

import org.apache.commons.rng.UniformRandomProvider;

/**
 * A one-to-one map of intensities from [0, 1] to [0, 1]: a cubic Bézier curve between two opposite
 * corners, with two control points drawn from the unit square. Half of all curves fall.
 */
final class IntensityCurve {
  private static final int KNOTS = 1024;

  private final float[] values;

  private IntensityCurve(float[] values) {
    this.values = values;
  }

  static IntensityCurve draw(UniformRandomProvider random) {
    boolean falling = random.nextBoolean();
    double x1 = random.nextDouble();
    double y1 = random.nextDouble();
    double x2 = random.nextDouble();
    double y2 = random.nextDouble();
    float[] values = new float[KNOTS + 1];
    for (int knot = 0; knot <= KNOTS; knot++) {
      double y = bezier(y1, y2, parameter(x1, x2, (double) knot / KNOTS));
      values[knot] = (float) (falling ? 1 - y : y);
    }
    return new IntensityCurve(values);
  }

  /** The curve's value, between its knots linear. */
  float at(float intensity) {
    float place = Math.min(Math.max(intensity, 0), 1) * KNOTS;
    int knot = Math.min((int) place, KNOTS - 1);
    float share = place - knot;
    return values[knot] + share * (values[knot + 1] - values[knot]);
  }

  /** Where the first coordinate is {@code x}: it rises all the way, so halving finds it. */
  private static double parameter(double x1, double x2, double x) {
    double below = 0;
    double above = 1;
    for (int halving = 0; halving < 40; halving++) {
      double middle = (below + above) / 2;
      if (bezier(x1, x2, middle) < x) {
        below = middle;
      } else {
        above = middle;
      }
    }
    return (below + above) / 2;
  }

  /** A coordinate that goes from 0 to 1. */
  private static double bezier(double first, double second, double t) {
    double left = 1 - t;
    return 3 * left * left * t * first + 3 * left * t * t * second + t * t * t;
  }
}
