package dev.hybridmim.evaluator.metric;

/**
 * One class of one case.
 *
 * @param label the class, from 1
 * @param dice 0 to 1, or NaN when the reference holds none of the class
 * @param hd95Mm millimetres, or NaN when either side holds none of the class
 * @param surfaceDice 0 to 1, or NaN when both sides hold none of the class
 * @param volumeDifferenceMm3 prediction less reference, cubic millimetres; defined always
 */
public record ClassMetrics(
    int label, double dice, double hd95Mm, double surfaceDice, double volumeDifferenceMm3) {

  /** The same numbers for a class that another label marked while they were measured. */
  public ClassMetrics ofClass(int number) {
    return new ClassMetrics(number, dice, hd95Mm, surfaceDice, volumeDifferenceMm3);
  }

  /**
   * @param prediction shape (i, j, k)
   * @param reference same shape
   * @param spacing millimetres between voxel centres along i, j, k
   * @param beyond voxels of the class that lie outside the maps: they belong to the reference and
   *     count as missed in Dice and volume; distances are measured inside
   * @param toleranceMm of surface Dice, millimetres
   */
  public static ClassMetrics of(
      LabelMap prediction,
      LabelMap reference,
      int label,
      double[] spacing,
      long beyond,
      double toleranceMm) {
    SurfaceDistances distances = SurfaceDistances.between(prediction, reference, label, spacing);
    return new ClassMetrics(
        label,
        Dice.of(prediction, reference, label, beyond),
        distances.hausdorff95(),
        distances.surfaceDice(toleranceMm),
        ClassVolume.differenceMm3(prediction, reference, label, spacing, beyond));
  }
}
