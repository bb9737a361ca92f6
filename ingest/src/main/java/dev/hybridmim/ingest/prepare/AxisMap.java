package dev.hybridmim.ingest.prepare;

import dev.hybridmim.ingest.image.Affine;

/**
 * From target to source indices along one axis.
 *
 * @param scale source voxels for each target voxel, positive
 * @param shift source coordinate of target voxel 0
 */
record AxisMap(double scale, double shift) {
  /**
   * One map for each axis, or null when a source coordinate depends on another target coordinate by
   * more than the tolerance anywhere in the target (or runs the other way).
   */
  static AxisMap[] of(Affine map, Grid target, double tolerance) {
    double[] rows = map.toRowMajor();
    AxisMap[] maps = new AxisMap[3];
    for (int axis = 0; axis < 3; axis++) {
      double shift = rows[4 * axis + 3];
      double deviation = 0;
      for (int other = 0; other < 3; other++) {
        if (other != axis) {
          double reach = rows[4 * axis + other] * (target.size(other) - 1) / 2.0;
          // The middle is met exactly, so that the two ends deviate equally.
          shift += reach;
          deviation += Math.abs(reach);
        }
      }
      double scale = rows[4 * axis + axis];
      if (deviation > tolerance || !(scale > 0)) {
        return null;
      }
      maps[axis] = new AxisMap(scale, shift);
    }
    return maps;
  }
}
