package dev.hybridmim.ingest.prepare;

import java.util.Arrays;

/**
 * Resampling along one axis: target voxel o is the sum over t of {@code weights[o * taps + t] *
 * source[first[o] + t]}. {@code first} never falls, all taps lie inside the source, and the weights
 * of a voxel add up to 1, so that the first one is implied.
 */
final class AxisTaps {
  private static final double SIGMAS_KEPT = 3;

  final int taps;
  final int[] first;
  final float[] weights;

  private AxisTaps(int taps, int[] first, float[] weights) {
    this.taps = taps;
    this.first = first;
    this.weights = weights;
  }

  int size() {
    return first.length;
  }

  /**
   * Linear interpolation with the border repeated.
   *
   * @param scale source voxels for each target voxel, positive
   * @param shift source coordinate of target voxel 0
   */
  static AxisTaps linear(int sourceSize, int targetSize, double scale, double shift) {
    if (sourceSize == 1) {
      float[] ones = new float[targetSize];
      Arrays.fill(ones, 1);
      return new AxisTaps(1, new int[targetSize], ones);
    }
    int[] first = new int[targetSize];
    float[] weights = new float[2 * targetSize];
    for (int target = 0; target < targetSize; target++) {
      double position = clipped(scale * target + shift, sourceSize);
      int lower = Math.min((int) position, sourceSize - 2);
      first[target] = lower;
      weights[2 * target + 1] = (float) (position - lower);
      weights[2 * target] = (float) (1 - (position - lower));
    }
    return new AxisTaps(2, first, weights);
  }

  /**
   * A Gaussian of standard deviation (scale - 1) / 2 source voxels, then linear interpolation, as
   * one filter; the border is repeated. Without coarsening there is nothing to smooth.
   */
  static AxisTaps smoothed(int sourceSize, int targetSize, double scale, double shift) {
    return smoothed(sourceSize, targetSize, scale, shift, (scale - 1) / 2);
  }

  /** The smoothing alone, onto the same voxels, before sampling them {@code step} voxels apart. */
  static AxisTaps prefilter(int size, double step) {
    return smoothed(size, size, 1, 0, (step - 1) / 2);
  }

  private static AxisTaps smoothed(
      int sourceSize, int targetSize, double scale, double shift, double sigma) {
    if (sigma <= 0) {
      return linear(sourceSize, targetSize, scale, shift);
    }
    double[] gaussian = gaussian(sigma);
    int radius = gaussian.length / 2;
    int taps = Math.min(sourceSize, gaussian.length + 1);
    int[] first = new int[targetSize];
    float[] weights = new float[taps * targetSize];
    for (int target = 0; target < targetSize; target++) {
      double position = clipped(scale * target + shift, sourceSize);
      int lower = (int) position;
      double fraction = position - lower;
      first[target] = Math.max(0, Math.min(lower - radius, sourceSize - taps));
      for (int n = 0; n < gaussian.length; n++) {
        add(
            weights,
            target,
            taps,
            first,
            sourceSize,
            lower + n - radius,
            gaussian[n] * (1 - fraction));
        add(
            weights,
            target,
            taps,
            first,
            sourceSize,
            lower + 1 + n - radius,
            gaussian[n] * fraction);
      }
    }
    return new AxisTaps(taps, first, weights);
  }

  /** The nearest source voxel of each target voxel, ties to the even one, the border repeated. */
  static int[] nearest(int sourceSize, int targetSize, double scale, double shift) {
    int[] indices = new int[targetSize];
    for (int target = 0; target < targetSize; target++) {
      indices[target] = (int) Math.rint(clipped(scale * target + shift, sourceSize));
    }
    return indices;
  }

  static double clipped(double position, int sourceSize) {
    return Math.max(0, Math.min(sourceSize - 1, position));
  }

  private static void add(
      float[] weights,
      int target,
      int taps,
      int[] first,
      int sourceSize,
      int source,
      double weight) {
    int inside = Math.max(0, Math.min(sourceSize - 1, source));
    weights[target * taps + inside - first[target]] += (float) weight;
  }

  private static double[] gaussian(double sigma) {
    int radius = (int) Math.ceil(SIGMAS_KEPT * sigma);
    double[] kernel = new double[2 * radius + 1];
    double sum = 0;
    for (int n = -radius; n <= radius; n++) {
      kernel[n + radius] = Math.exp(-0.5 * n * n / (sigma * sigma));
      sum += kernel[n + radius];
    }
    for (int n = 0; n < kernel.length; n++) {
      kernel[n] /= sum;
    }
    return kernel;
  }
}
