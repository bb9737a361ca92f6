package dev.hybridmim.evaluator.metric;

/** The smallest box that holds every voxel of one class in two label maps of the same shape. */
final class ClassBox {
  private final int[] shape;
  private final int[] origin;
  private final int[] size;

  private ClassBox(int[] shape, int[] origin, int[] size) {
    this.shape = shape;
    this.origin = origin;
    this.size = size;
  }

  /** Null when neither map holds the class. */
  static ClassBox around(LabelMap one, LabelMap other, int label) {
    int[] shape = one.shape();
    int[] low = shape.clone();
    int[] high = {-1, -1, -1};
    int index = 0;
    for (int i = 0; i < shape[0]; i++) {
      for (int j = 0; j < shape[1]; j++) {
        for (int k = 0; k < shape[2]; k++, index++) {
          if (one.at(index) == label || other.at(index) == label) {
            low[0] = Math.min(low[0], i);
            low[1] = Math.min(low[1], j);
            low[2] = Math.min(low[2], k);
            high[0] = Math.max(high[0], i);
            high[1] = Math.max(high[1], j);
            high[2] = Math.max(high[2], k);
          }
        }
      }
    }
    if (high[0] < 0) {
      return null;
    }
    int[] size = {high[0] - low[0] + 1, high[1] - low[1] + 1, high[2] - low[2] + 1};
    return new ClassBox(shape, low, size);
  }

  int[] size() {
    return size;
  }

  /**
   * Marks, in C order over the box, the voxels of the class that have a face neighbour outside it.
   */
  boolean[] surface(LabelMap labels, int label) {
    boolean[] surface = new boolean[size[0] * size[1] * size[2]];
    int inBox = 0;
    for (int i = origin[0]; i < origin[0] + size[0]; i++) {
      for (int j = origin[1]; j < origin[1] + size[1]; j++) {
        for (int k = origin[2]; k < origin[2] + size[2]; k++, inBox++) {
          surface[inBox] =
              holds(labels, label, i, j, k) && hasNeighbourOutside(labels, label, i, j, k);
        }
      }
    }
    return surface;
  }

  private boolean hasNeighbourOutside(LabelMap labels, int label, int i, int j, int k) {
    return !holds(labels, label, i - 1, j, k)
        || !holds(labels, label, i + 1, j, k)
        || !holds(labels, label, i, j - 1, k)
        || !holds(labels, label, i, j + 1, k)
        || !holds(labels, label, i, j, k - 1)
        || !holds(labels, label, i, j, k + 1);
  }

  private boolean holds(LabelMap labels, int label, int i, int j, int k) {
    return i >= 0
        && j >= 0
        && k >= 0
        && i < shape[0]
        && j < shape[1]
        && k < shape[2]
        && labels.at((i * shape[1] + j) * shape[2] + k) == label;
  }
}
