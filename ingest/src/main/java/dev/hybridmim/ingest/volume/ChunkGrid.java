package dev.hybridmim.ingest.volume;

import java.util.Arrays;

/** How an array is cut into chunks of equal size. */
final class ChunkGrid {
  /** The longest edge of a chunk. */
  static final int MAX_EDGE = 64;

  private final int[] shape;
  private final int[] chunk;
  private final int[] count = new int[3];

  ChunkGrid(int[] shape, int[] chunk) {
    this.shape = shape.clone();
    this.chunk = chunk.clone();
    for (int axis = 0; axis < 3; axis++) {
      count[axis] = (shape[axis] + chunk[axis] - 1) / chunk[axis];
    }
  }

  /** As few chunks as 64 voxels an edge allow, and no larger than that number of chunks needs. */
  static ChunkGrid forShape(int[] shape) {
    int[] chunk = new int[3];
    for (int axis = 0; axis < 3; axis++) {
      int chunks = (shape[axis] + MAX_EDGE - 1) / MAX_EDGE;
      chunk[axis] = (shape[axis] + chunks - 1) / chunks;
    }
    return new ChunkGrid(shape, chunk);
  }

  int[] shape() {
    return shape.clone();
  }

  int[] chunk() {
    return chunk.clone();
  }

  /** Chunks along one axis. */
  int count(int axis) {
    return count[axis];
  }

  int chunkVoxels() {
    return chunk[0] * chunk[1] * chunk[2];
  }

  /** The object's key below the array's prefix, in Zarr's default encoding. */
  static String key(int i, int j, int k) {
    return "c/" + i + "/" + j + "/" + k;
  }

  @Override
  public String toString() {
    return "ChunkGrid[" + Arrays.toString(shape) + " in " + Arrays.toString(chunk) + "]";
  }
}
