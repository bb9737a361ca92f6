package dev.hybridmim.evaluator.task;

import dev.hybridmim.evaluator.metric.LabelMap;

/**
 * An image and its labels on the prepared grid.
 *
 * <p>Immutable by agreement: the arrays are not copied and must not be written.
 */
public final class PreparedCase {
  private final float[] voxels;
  private final int channels;
  private final int[] shape;
  private final double[] spacing;
  private final LabelMap labels;
  private final long[] voxelsCroppedAway;

  /**
   * @param voxels (channels, i, j, k) in C order, intensities in [0, 1]
   * @param shape i, j, k
   * @param spacing millimetres along i, j, k
   * @param labels codes of the classes on the same grid, see {@link LabelScheme}
   * @param voxelsCroppedAway for each scored class, how many of its voxels lie outside the prepared
   *     box
   */
  public PreparedCase(
      float[] voxels,
      int channels,
      int[] shape,
      double[] spacing,
      LabelMap labels,
      long[] voxelsCroppedAway) {
    if (voxels.length != (long) channels * labels.size()) {
      throw new IllegalArgumentException(
          "An image of " + voxels.length + " voxels can't have " + labels.size() + " labels.");
    }
    this.voxels = voxels;
    this.channels = channels;
    this.shape = shape.clone();
    this.spacing = spacing.clone();
    this.labels = labels;
    this.voxelsCroppedAway = voxelsCroppedAway.clone();
  }

  /** Images of the case. */
  public int channels() {
    return channels;
  }

  /** The images themselves, not a copy: (channels, i, j, k), C order. */
  public float[] voxels() {
    return voxels;
  }

  public int[] shape() {
    return shape.clone();
  }

  /** Millimetres along i, j, k. */
  public double[] spacing() {
    return spacing.clone();
  }

  public LabelMap labels() {
    return labels;
  }

  /**
   * How many voxels of a class lie outside the prepared box: they can't be found and count as
   * missed.
   *
   * @param number of a scored class, from 1
   */
  public long croppedAway(int number) {
    return voxelsCroppedAway[number - 1];
  }
}
