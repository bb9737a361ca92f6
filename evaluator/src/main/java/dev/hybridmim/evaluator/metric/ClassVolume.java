package dev.hybridmim.evaluator.metric;

/** How much of one class a prediction holds, against its reference. */
public final class ClassVolume {
  private ClassVolume() {}

  /**
   * Volume of the prediction less that of the reference, in cubic millimetres: above 0 when too
   * much was found. Defined always; an empty side has volume 0.
   *
   * @param prediction shape (i, j, k)
   * @param reference same shape
   * @param spacing millimetres between voxel centres along i, j, k
   * @param beyond voxels of the class that lie outside the maps and belong to the reference
   */
  public static double differenceMm3(
      LabelMap prediction, LabelMap reference, int label, double[] spacing, long beyond) {
    LabelMap.requireSameShape(prediction, reference);
    long voxels = -beyond;
    for (int index = 0; index < reference.size(); index++) {
      voxels += prediction.at(index) == label ? 1 : 0;
      voxels -= reference.at(index) == label ? 1 : 0;
    }
    return voxels * spacing[0] * spacing[1] * spacing[2];
  }
}
