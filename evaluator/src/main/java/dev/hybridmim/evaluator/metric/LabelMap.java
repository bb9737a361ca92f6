package dev.hybridmim.evaluator.metric;

import java.util.Arrays;

/**
 * One class label (0 to 255, 0 is background) for every voxel of a volume of shape (i, j, k), C
 * order: k is contiguous.
 *
 * <p>Immutable by agreement: the array handed in is not copied and must not be written afterwards.
 */
public final class LabelMap {
  private final int[] shape;
  private final byte[] labels;

  /**
   * @throws IllegalArgumentException when the shape is not three positive extents or doesn't fit
   *     the labels
   */
  public LabelMap(int[] shape, byte[] labels) {
    if (shape.length != 3 || shape[0] < 1 || shape[1] < 1 || shape[2] < 1) {
      throw new IllegalArgumentException(
          "A label map has three positive extents, not " + Arrays.toString(shape) + ".");
    }
    if ((long) shape[0] * shape[1] * shape[2] != labels.length) {
      throw new IllegalArgumentException(
          labels.length + " labels don't fill the shape " + Arrays.toString(shape) + ".");
    }
    this.shape = shape.clone();
    this.labels = labels;
  }

  /** Extents along i, j and k. */
  public int[] shape() {
    return shape.clone();
  }

  public int size() {
    return labels.length;
  }

  /** The label of the voxel with this index in C order. */
  public int at(int index) {
    return labels[index] & 0xff;
  }

  /** Whether both maps cover the same voxels. */
  public boolean hasShapeOf(LabelMap other) {
    return Arrays.equals(shape, other.shape);
  }

  /** Number of voxels of each label; entry l belongs to label l. */
  public int[] histogram() {
    int[] counts = new int[256];
    for (byte label : labels) {
      counts[label & 0xff]++;
    }
    return counts;
  }

  static void requireSameShape(LabelMap prediction, LabelMap reference) {
    if (!prediction.hasShapeOf(reference)) {
      throw new IllegalArgumentException(
          "A prediction of shape "
              + Arrays.toString(prediction.shape)
              + " can't be compared with a reference of shape "
              + Arrays.toString(reference.shape)
              + ".");
    }
  }
}
