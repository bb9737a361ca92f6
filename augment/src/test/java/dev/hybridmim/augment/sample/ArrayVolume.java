package dev.hybridmim.augment.sample;

/** A volume in memory. */
record ArrayVolume(float[] voxels, int channels, int[] shape) implements VoxelSource {
  @Override
  public void readBox(int[] origin, int[] size, float[] into) {
    Box.copy(voxels, shape, origin, into, size, new int[3], size, channels);
  }

  float at(int channel, int i, int j, int k) {
    return voxels[((channel * shape[0] + i) * shape[1] + j) * shape[2] + k];
  }
}
