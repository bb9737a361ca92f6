package dev.hybridmim.evaluator.metric;

import java.util.Arrays;

/**
 * Exact squared Euclidean distance from every voxel of a box to the nearest marked voxel, in
 * millimetres squared.
 *
 * <p>One pass per axis: the distance along a line is the lower envelope of one parabola for each
 * voxel of the line (Felzenszwalb and Huttenlocher, "Distance Transforms of Sampled Functions",
 * 2012), so the cost is linear in the number of voxels whatever the distances are.
 */
final class SquaredDistanceTransform {
  private final double[] line;
  private final double[] transformed;
  private final int[] parabolas;
  private final double[] borders;

  private SquaredDistanceTransform(int longestLine) {
    line = new double[longestLine];
    transformed = new double[longestLine];
    parabolas = new int[longestLine];
    borders = new double[longestLine + 1];
  }

  /**
   * @param marked the voxels to measure from, C order over {@code shape}
   * @param spacing millimetres between voxel centres along i, j, k
   * @return squared distances, same order; infinite everywhere when nothing is marked
   */
  static double[] of(boolean[] marked, int[] shape, double[] spacing) {
    double[] distances = new double[marked.length];
    for (int index = 0; index < marked.length; index++) {
      distances[index] = marked[index] ? 0 : Double.POSITIVE_INFINITY;
    }
    int longest = Math.max(shape[0], Math.max(shape[1], shape[2]));
    SquaredDistanceTransform transform = new SquaredDistanceTransform(longest);
    int[] strides = {shape[1] * shape[2], shape[2], 1};
    for (int axis = 0; axis < 3; axis++) {
      transform.alongAxis(distances, shape, strides, axis, spacing[axis]);
    }
    return distances;
  }

  private void alongAxis(double[] distances, int[] shape, int[] strides, int axis, double spacing) {
    int first = axis == 0 ? 1 : 0;
    int second = axis == 2 ? 1 : 2;
    for (int a = 0; a < shape[first]; a++) {
      for (int b = 0; b < shape[second]; b++) {
        int start = a * strides[first] + b * strides[second];
        alongLine(distances, start, strides[axis], shape[axis], spacing);
      }
    }
  }

  private void alongLine(double[] distances, int start, int stride, int length, double spacing) {
    int last = -1;
    for (int position = 0; position < length; position++) {
      line[position] = distances[start + position * stride];
      if (line[position] != Double.POSITIVE_INFINITY) {
        last = addParabola(position, last, spacing);
      }
    }
    if (last < 0) {
      return;
    }
    int current = 0;
    for (int position = 0; position < length; position++) {
      while (current < last && borders[current + 1] < position * spacing) {
        current++;
      }
      double along = (position - parabolas[current]) * spacing;
      transformed[position] = along * along + line[parabolas[current]];
    }
    for (int position = 0; position < length; position++) {
      distances[start + position * stride] = transformed[position];
    }
  }

  /**
   * Puts the parabola at {@code position} on the envelope, removing those it hides; returns the
   * index of the last one.
   */
  private int addParabola(int position, int last, double spacing) {
    int count = last;
    double border = Double.NEGATIVE_INFINITY;
    while (count >= 0) {
      border = crossing(parabolas[count], position, spacing);
      if (border > borders[count]) {
        break;
      }
      count--;
      border = Double.NEGATIVE_INFINITY;
    }
    count++;
    parabolas[count] = position;
    borders[count] = border;
    return count;
  }

  /**
   * Where the parabola at the later position becomes the lower one, in millimetres from the start
   * of the line.
   */
  private double crossing(int earlier, int later, double spacing) {
    double from = earlier * spacing;
    double to = later * spacing;
    return (line[later] + to * to - line[earlier] - from * from) / (2 * (to - from));
  }

  /** Distances (not squared) at the voxels in {@code where}, in C order. */
  static double[] distancesAt(boolean[] where, double[] squaredDistances) {
    double[] distances = new double[where.length];
    int count = 0;
    for (int index = 0; index < where.length; index++) {
      if (where[index]) {
        distances[count++] = Math.sqrt(squaredDistances[index]);
      }
    }
    return Arrays.copyOf(distances, count);
  }
}
