package dev.hybridmim.augment.sample;

/** A prepared volume that boxes of voxels can be read from. */
public interface VoxelSource {
  /** Voxels along i, j, k. */
  int[] shape();

  int channels();

  /**
   * Reads a box that lies within the volume.
   *
   * @param origin first voxel along i, j, k
   * @param size voxels along i, j, k
   * @param into receives {@code channels * i * j * k} intensities in [0, 1], C order
   */
  void readBox(int[] origin, int[] size, float[] into);
}
