package dev.hybridmim.ingest.image;

import java.util.Objects;

/** Intensities as floats. */
final class FloatVoxels extends VoxelArray {
  private final float[] voxels;

  FloatVoxels(float[] voxels) {
    this.voxels = Objects.requireNonNull(voxels, "voxels");
  }

  @Override
  public int length() {
    return voxels.length;
  }

  @Override
  public float get(int voxel) {
    return voxels[voxel];
  }

  @Override
  public void copy(int first, int count, float[] into, int at) {
    System.arraycopy(voxels, first, into, at, count);
  }

  @Override
  public float[] toFloats() {
    return voxels;
  }

  @Override
  public Extremes extremes(float bound) {
    float least = Float.POSITIVE_INFINITY;
    float most = Float.NEGATIVE_INFINITY;
    long atOrBelow = 0;
    for (float value : voxels) {
      least = Math.min(least, value);
      most = Math.max(most, value);
      atOrBelow += value <= bound ? 1 : 0;
    }
    return new Extremes(least, most, atOrBelow);
  }

  @Override
  public VoxelArray rearranged(Rearrangement rearrangement) {
    return new FloatVoxels(rearrangement.copy(voxels));
  }

  @Override
  public int bytesPerVoxel() {
    return Float.BYTES;
  }
}
