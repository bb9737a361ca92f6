package dev.hybridmim.trainer.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.hybridmim.trainer.operator.Operators.WindowKinds;
import dev.hybridmim.trainer.safetensors.Tensor;
import java.util.ArrayList;
import java.util.List;

/**
 * How a grid of cells is cut into windows for attention, built once for every size of grid.
 *
 * <p>In a shifted layout, the last window of an axis holds cells of both ends of the grid; such
 * cells must not attend to each other. Whether a window is the last of each axis makes at most
 * eight kinds of windows with one mask each.
 *
 * <p>A window is never larger than the grid; where it is as large, that axis is not shifted.
 */
final class WindowLayout {
  private static final int AXES = 3;
  private static final float FORBIDDEN = -100;

  private final long[] grid;
  private final long[] window = new long[AXES];
  private final long[] shift = new long[AXES];
  private final long[] padding = new long[AXES];
  private final long[] counts = new long[AXES];
  private final WindowKinds kinds;
  private final NDArray positions;

  /**
   * Lays windows over a grid.
   *
   * @param manager owns the masks and indices
   * @param grid cells along the three axes
   * @param edge of a window
   * @param shifted whether windows are moved by half a window
   */
  WindowLayout(NDManager manager, long[] grid, int edge, boolean shifted) {
    this.grid = grid.clone();
    for (int axis = 0; axis < AXES; axis++) {
      window[axis] = Math.min(edge, grid[axis]);
      shift[axis] = shifted && grid[axis] > edge ? edge / 2 : 0;
      padding[axis] = (window[axis] - grid[axis] % window[axis]) % window[axis];
      counts[axis] = (grid[axis] + padding[axis]) / window[axis];
    }
    this.kinds = kinds(manager);
    this.positions = positions(manager, edge);
  }

  long[] grid() {
    return grid.clone();
  }

  long[] window() {
    return window.clone();
  }

  long[] shift() {
    return shift.clone();
  }

  long[] padding() {
    return padding.clone();
  }

  /** Kinds of windows with their masks. */
  WindowKinds kinds() {
    return kinds;
  }

  /** Rows of the table of relative positions for every pair of cells of a window, flat. */
  NDArray positions() {
    return positions;
  }

  private WindowKinds kinds(NDManager manager) {
    int windows = (int) (counts[0] * counts[1] * counts[2]);
    List<List<Integer>> members = new ArrayList<>();
    for (int kind = 0; kind < 1 << AXES; kind++) {
      members.add(new ArrayList<>());
    }
    for (int index = 0; index < windows; index++) {
      members.get(kindOf(index)).add(index);
    }
    long[] order = new long[windows];
    long[] inverse = new long[windows];
    List<Integer> present = new ArrayList<>();
    int next = 0;
    for (int kind = 0; kind < members.size(); kind++) {
      if (!members.get(kind).isEmpty()) {
        present.add(kind);
      }
      for (int index : members.get(kind)) {
        inverse[index] = next;
        order[next++] = index;
      }
    }
    long[] sizes = present.stream().mapToLong(kind -> members.get(kind).size()).toArray();
    return new WindowKinds(
        manager.create(order), manager.create(inverse), sizes, masks(manager, present));
  }

  /** One bit an axis: the axis is shifted and the window its last one. */
  private int kindOf(int index) {
    long[] place = {
      index / (counts[1] * counts[2]), index / counts[2] % counts[1], index % counts[2]
    };
    int kind = 0;
    for (int axis = 0; axis < AXES; axis++) {
      if (shift[axis] > 0 && place[axis] == counts[axis] - 1) {
        kind |= 1 << axis;
      }
    }
    return kind;
  }

  private NDArray masks(NDManager manager, List<Integer> present) {
    int cells = (int) (window[0] * window[1] * window[2]);
    float[] masks = new float[present.size() * cells * cells];
    for (int kind = 0; kind < present.size(); kind++) {
      int[] ends = ends(present.get(kind), cells);
      for (int from = 0; from < cells; from++) {
        for (int to = 0; to < cells; to++) {
          if (ends[from] != ends[to]) {
            masks[(kind * cells + from) * cells + to] = FORBIDDEN;
          }
        }
      }
    }
    return manager.create(masks, new Shape(present.size(), cells, cells));
  }

  /** For every cell of a window, on which end of the grid it lies, one bit an axis. */
  private int[] ends(int kind, int cells) {
    int[] ends = new int[cells];
    for (int cell = 0; cell < cells; cell++) {
      long[] place = place(cell, window);
      for (int axis = 0; axis < AXES; axis++) {
        boolean last = (kind >> axis & 1) != 0;
        if (last && place[axis] >= window[axis] - shift[axis]) {
          ends[cell] |= 1 << axis;
        }
      }
    }
    return ends;
  }

  /**
   * The published networks number the cells of a smaller window like the first cells of a full one;
   * their weights have learnt that, so it is kept.
   */
  private NDArray positions(NDManager manager, int edge) {
    return manager.create(positions((int) (window[0] * window[1] * window[2]), edge));
  }

  /**
   * For every pair of cells of a full window the row of the table of relative positions, (cells,
   * cells), as MONAI keeps it as a buffer beside the table.
   */
  static Tensor relativePositionIndex(int edge) {
    int cells = edge * edge * edge;
    return Tensor.ofLongs(new long[] {cells, cells}, positions(cells, edge));
  }

  private static long[] positions(int cells, int edge) {
    long[] full = {edge, edge, edge};
    int reach = 2 * edge - 1;
    long[] rows = new long[cells * cells];
    for (int from = 0; from < cells; from++) {
      long[] a = place(from, full);
      for (int to = 0; to < cells; to++) {
        long[] b = place(to, full);
        rows[from * cells + to] =
            ((a[0] - b[0] + edge - 1) * reach + a[1] - b[1] + edge - 1) * reach
                + a[2]
                - b[2]
                + edge
                - 1;
      }
    }
    return rows;
  }

  private static long[] place(int cell, long[] window) {
    return new long[] {
      cell / (window[1] * window[2]), cell / window[2] % window[1], cell % window[2]
    };
  }
}
