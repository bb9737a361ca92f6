package dev.hybridmim.ingest.prepare;

import dev.hybridmim.ingest.image.Affine;

/** Resampling between grids that are not parallel, voxel by voxel. */
final class ObliqueResampling {
  private ObliqueResampling() {}

  /**
   * Trilinear.
   *
   * @param map target to source indices
   */
  static float[] linear(float[] voxels, Grid source, Grid target, Affine map) {
    float[] resampled = new float[Math.toIntExact(target.voxels())];
    int strideI = source.sizeJ() * source.sizeK();
    int strideJ = source.sizeK();
    int to = 0;
    for (int i = 0; i < target.sizeI(); i++) {
      for (int j = 0; j < target.sizeJ(); j++) {
        for (int k = 0; k < target.sizeK(); k++) {
          double x =
              AxisTaps.clipped(
                  map.m00() * i + map.m01() * j + map.m02() * k + map.m03(), source.sizeI());
          double y =
              AxisTaps.clipped(
                  map.m10() * i + map.m11() * j + map.m12() * k + map.m13(), source.sizeJ());
          double z =
              AxisTaps.clipped(
                  map.m20() * i + map.m21() * j + map.m22() * k + map.m23(), source.sizeK());
          int lowX = (int) x;
          int lowY = (int) y;
          int lowZ = (int) z;
          int corner = lowX * strideI + lowY * strideJ + lowZ;
          // At the last voxel the upper neighbour has weight 0 and is the voxel itself.
          int stepX = lowX + 1 < source.sizeI() ? strideI : 0;
          int stepY = lowY + 1 < source.sizeJ() ? strideJ : 0;
          int stepZ = lowZ + 1 < source.sizeK() ? 1 : 0;
          double fx = x - lowX;
          double fy = y - lowY;
          double fz = z - lowZ;
          double low =
              mix(
                  mix(voxels[corner], voxels[corner + stepZ], fz),
                  mix(voxels[corner + stepY], voxels[corner + stepY + stepZ], fz),
                  fy);
          int next = corner + stepX;
          double high =
              mix(
                  mix(voxels[next], voxels[next + stepZ], fz),
                  mix(voxels[next + stepY], voxels[next + stepY + stepZ], fz),
                  fy);
          resampled[to++] = (float) mix(low, high, fx);
        }
      }
    }
    return resampled;
  }

  /** The nearest voxel, ties to the even one. */
  static byte[] nearest(byte[] labels, Grid source, Grid target, Affine map) {
    byte[] resampled = new byte[Math.toIntExact(target.voxels())];
    int to = 0;
    for (int i = 0; i < target.sizeI(); i++) {
      for (int j = 0; j < target.sizeJ(); j++) {
        for (int k = 0; k < target.sizeK(); k++) {
          double x =
              AxisTaps.clipped(
                  map.m00() * i + map.m01() * j + map.m02() * k + map.m03(), source.sizeI());
          double y =
              AxisTaps.clipped(
                  map.m10() * i + map.m11() * j + map.m12() * k + map.m13(), source.sizeJ());
          double z =
              AxisTaps.clipped(
                  map.m20() * i + map.m21() * j + map.m22() * k + map.m23(), source.sizeK());
          int from =
              ((int) Math.rint(x) * source.sizeJ() + (int) Math.rint(y)) * source.sizeK()
                  + (int) Math.rint(z);
          resampled[to++] = labels[from];
        }
      }
    }
    return resampled;
  }

  private static double mix(double low, double high, double fraction) {
    return low + (high - low) * fraction;
  }
}
