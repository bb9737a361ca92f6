package dev.hybridmim.ingest.prepare;

import java.io.Serializable;

/**
 * A box of voxels: first voxel and size.
 *
 * @param originI may be negative where a box reaches beyond its grid
 */
public record VoxelRange(int originI, int originJ, int originK, int sizeI, int sizeJ, int sizeK)
    implements Serializable {

  /** First voxel along i, j, k. */
  public int[] origin() {
    return new int[] {originI, originJ, originK};
  }

  /** Voxels along i, j, k. */
  public int[] size() {
    return new int[] {sizeI, sizeJ, sizeK};
  }

  /** All voxels. */
  public long voxels() {
    return (long) sizeI * sizeJ * sizeK;
  }
}
