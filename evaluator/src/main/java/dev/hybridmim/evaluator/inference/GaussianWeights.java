package dev.hybridmim.evaluator.inference;

/** How much a voxel of a window counts, by its distance from the window's centre. */
final class GaussianWeights {
  private static final double DEVIATION_PER_EDGE = 0.125;

  /**
   * Corners would otherwise weigh next to nothing, and a volume's corner is seen by one window
   * alone.
   */
  private static final double SMALLEST = 1e-3;

  private GaussianWeights() {}

  /**
   * Weights over a window in C order, 1 at the centre of an odd edge.
   *
   * @param window voxels along i, j, k
   */
  static float[] over(int[] window) {
    double[][] along = {bell(window[0]), bell(window[1]), bell(window[2])};
    float[] weights = new float[window[0] * window[1] * window[2]];
    int index = 0;
    for (int i = 0; i < window[0]; i++) {
      for (int j = 0; j < window[1]; j++) {
        for (int k = 0; k < window[2]; k++) {
          weights[index++] = (float) Math.max(SMALLEST, along[0][i] * along[1][j] * along[2][k]);
        }
      }
    }
    return weights;
  }

  private static double[] bell(int edge) {
    double deviation = edge * DEVIATION_PER_EDGE;
    double[] values = new double[edge];
    for (int position = 0; position < edge; position++) {
      double distance = (position - (edge - 1) / 2.0) / deviation;
      values[position] = Math.exp(-0.5 * distance * distance);
    }
    return values;
  }
}
