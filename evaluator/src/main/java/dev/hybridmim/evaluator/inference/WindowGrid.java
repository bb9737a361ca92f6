package dev.hybridmim.evaluator.inference;

import java.util.ArrayList;
import java.util.List;

/** Where the windows over a volume lie. */
final class WindowGrid {
  private final int[] before;
  private final int[] padded;
  private final int[] window;
  private final List<int[]> origins;

  private WindowGrid(int[] before, int[] padded, int[] window, List<int[]> origins) {
    this.before = before;
    this.padded = padded;
    this.window = window;
    this.origins = origins;
  }

  /**
   * @param shape voxels of the volume along i, j, k
   * @param window voxels of a window along i, j, k
   * @param overlap share of a window that its neighbour covers too, 0 up to but not 1
   */
  static WindowGrid over(int[] shape, int[] window, double overlap) {
    int[] before = new int[3];
    int[] padded = new int[3];
    int[][] starts = new int[3][];
    for (int axis = 0; axis < 3; axis++) {
      padded[axis] = Math.max(shape[axis], window[axis]);
      before[axis] = (padded[axis] - shape[axis]) / 2;
      starts[axis] = starts(padded[axis], window[axis], overlap);
    }
    List<int[]> origins = new ArrayList<>();
    for (int i : starts[0]) {
      for (int j : starts[1]) {
        for (int k : starts[2]) {
          origins.add(new int[] {i, j, k});
        }
      }
    }
    return new WindowGrid(before, padded, window, origins);
  }

  private static int[] starts(int length, int window, double overlap) {
    int step = Math.max(1, (int) (window * (1 - overlap)));
    int count = 1 + (length - window + step - 1) / step;
    int[] starts = new int[count];
    for (int index = 0; index < count; index++) {
      starts[index] = Math.min(index * step, length - window);
    }
    return starts;
  }

  /** First voxels of the windows, in the padded volume. */
  List<int[]> origins() {
    return origins;
  }

  /** Shape of the padded volume. */
  int[] padded() {
    return padded;
  }

  /** Where the volume begins in the padded one. */
  int[] before() {
    return before;
  }

  /** Shape of a window. */
  int[] window() {
    return window;
  }
}
