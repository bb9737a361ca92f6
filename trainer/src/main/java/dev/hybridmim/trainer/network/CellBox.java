package dev.hybridmim.trainer.network;

import ai.djl.ndarray.types.Shape;
import java.util.Arrays;

/**
 * A box on the coarsest grid of features. It stands for the voxels under its cells.
 *
 * @param begin first cell on each of the three axes
 * @param size cells along each of the three axes
 */
public record CellBox(long[] begin, long[] size) {
  private static final int AXES = 3;

  /** Copies the arrays. */
  public CellBox {
    begin = begin.clone();
    size = size.clone();
    for (int axis = 0; axis < AXES; axis++) {
      if (begin[axis] < 0 || size[axis] < 1) {
        throw new IllegalArgumentException(
            "A box from "
                + Arrays.toString(begin)
                + " of size "
                + Arrays.toString(size)
                + " holds no cell");
      }
    }
  }

  /** The box of a whole volume. */
  public static CellBox whole(Shape volume, int coarsestStride) {
    long[] size = new long[AXES];
    for (int axis = 0; axis < AXES; axis++) {
      size[axis] = volume.get(axis + 2) / coarsestStride;
    }
    return new CellBox(new long[AXES], size);
  }

  /** First cell on each axis (a copy). */
  @Override
  public long[] begin() {
    return begin.clone();
  }

  /** Cells along each axis (a copy). */
  @Override
  public long[] size() {
    return size.clone();
  }

  /** Where the box begins on a grid that is {@code factor} times finer. */
  public long[] begin(int factor) {
    return scaled(begin, factor);
  }

  /** How many cells of a grid that is {@code factor} times finer it spans. */
  public long[] size(int factor) {
    return scaled(size, factor);
  }

  /** True when this box is all of a feature map that is {@code factor} times finer. */
  boolean covers(Shape features, int factor) {
    for (int axis = 0; axis < AXES; axis++) {
      if (begin[axis] != 0 || size[axis] * factor != features.get(axis + 2)) {
        return false;
      }
    }
    return true;
  }

  private static long[] scaled(long[] cells, int factor) {
    return Arrays.stream(cells).map(cell -> cell * factor).toArray();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof CellBox box
        && Arrays.equals(begin, box.begin)
        && Arrays.equals(size, box.size);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(begin) + Arrays.hashCode(size);
  }

  @Override
  public String toString() {
    return "cells from " + Arrays.toString(begin) + ", size " + Arrays.toString(size);
  }
}
