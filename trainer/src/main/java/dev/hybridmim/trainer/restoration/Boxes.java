package dev.hybridmim.trainer.restoration;

import org.apache.commons.rng.UniformRandomProvider;

/** Boxes of random size and place inside a cube. */
final class Boxes {
  private Boxes() {}

  /** A box whose edges are drawn from {@code smallest} to {@code largest}, both included. */
  static Box draw(UniformRandomProvider random, int cube, int smallest, int largest) {
    int[] size = new int[3];
    int[] begin = new int[3];
    for (int axis = 0; axis < size.length; axis++) {
      size[axis] = random.nextInt(smallest, largest + 1);
      begin[axis] = random.nextInt(cube - size[axis] + 1);
    }
    return new Box(begin, size);
  }

  /** First voxel and edges along the three axes. */
  record Box(int[] begin, int[] size) {
    int voxels() {
      return size[0] * size[1] * size[2];
    }

    /** Writes the places of its voxels in a cube's raster, in raster order. */
    void places(int cube, int[] places) {
      int next = 0;
      for (int i = begin[0]; i < begin[0] + size[0]; i++) {
        for (int j = begin[1]; j < begin[1] + size[1]; j++) {
          int row = (i * cube + j) * cube + begin[2];
          for (int k = 0; k < size[2]; k++) {
            places[next++] = row + k;
          }
        }
      }
    }
  }
}
