package dev.hybridmim.evaluator.metric;

import java.util.Arrays;

/**
 * Distances between the surfaces of one class in a prediction and in its reference, in millimetres.
 *
 * <p>Worked out in the smallest box that holds the class in both, so the cost follows the size of
 * the structure and not that of the volume. Memory: 26 bytes for each voxel of the box.
 */
public final class SurfaceDistances {
  private final double[] toReference;
  private final double[] toPrediction;

  private SurfaceDistances(double[] toReference, double[] toPrediction) {
    this.toReference = toReference;
    this.toPrediction = toPrediction;
  }

  /**
   * @param prediction shape (i, j, k)
   * @param reference same shape
   * @param spacing millimetres between voxel centres along i, j, k
   */
  public static SurfaceDistances between(
      LabelMap prediction, LabelMap reference, int label, double[] spacing) {
    LabelMap.requireSameShape(prediction, reference);
    requireSpacing(spacing);
    ClassBox box = ClassBox.around(prediction, reference, label);
    if (box == null) {
      return new SurfaceDistances(new double[0], new double[0]);
    }
    boolean[] predicted = box.surface(prediction, label);
    boolean[] labelled = box.surface(reference, label);
    double[] toLabelled = SquaredDistanceTransform.of(labelled, box.size(), spacing);
    double[] forward = sorted(SquaredDistanceTransform.distancesAt(predicted, toLabelled));
    double[] toPredicted = SquaredDistanceTransform.of(predicted, box.size(), spacing);
    double[] backward = sorted(SquaredDistanceTransform.distancesAt(labelled, toPredicted));
    return new SurfaceDistances(forward, backward);
  }

  /**
   * From each surface voxel of the prediction to the reference's surface, ascending; infinite when
   * the reference has none.
   */
  public double[] toReference() {
    return toReference.clone();
  }

  /**
   * From each surface voxel of the reference to the prediction's surface, ascending; infinite when
   * the prediction has none.
   */
  public double[] toPrediction() {
    return toPrediction.clone();
  }

  /** HD95: the larger of both directed 95th percentiles; NaN when either side is empty. */
  public double hausdorff95() {
    return hausdorff(95);
  }

  /**
   * The larger of both directed percentiles. NaN when both sides are empty. When one is: infinite
   * for 100, NaN below that, as interpolating between infinities is.
   *
   * @param percentile above 0, at most 100
   */
  public double hausdorff(double percentile) {
    return Math.max(
        directed(toReference, toPrediction, percentile),
        directed(toPrediction, toReference, percentile));
  }

  /**
   * Surface Dice: the share of the surface voxels of both sides that lie within a tolerance of the
   * other side's surface. NaN when both sides are empty, 0 when one is.
   *
   * @param toleranceMm millimetres, 0 or more; a distance equal to it is within it
   */
  public double surfaceDice(double toleranceMm) {
    if (!(toleranceMm >= 0)) {
      throw new IllegalArgumentException(
          "A tolerance is 0 mm or more, not " + toleranceMm + " mm.");
    }
    int all = toReference.length + toPrediction.length;
    int near = within(toReference, toleranceMm) + within(toPrediction, toleranceMm);
    return all == 0 ? Double.NaN : (double) near / all;
  }

  private static int within(double[] ascending, double toleranceMm) {
    int count = 0;
    while (count < ascending.length && ascending[count] <= toleranceMm) {
      count++;
    }
    return count;
  }

  /** The percentile from the prediction's surface to the reference's alone. */
  public double directedHausdorff(double percentile) {
    return directed(toReference, toPrediction, percentile);
  }

  /**
   * A side without a surface is infinitely far away, so the infinite distances to it stand for
   * those from it.
   */
  private static double directed(double[] distances, double[] back, double percentile) {
    return Percentile.ofSorted(distances.length > 0 ? distances : back, percentile);
  }

  private static double[] sorted(double[] values) {
    Arrays.sort(values);
    return values;
  }

  private static void requireSpacing(double[] spacing) {
    if (spacing.length != 3 || !(spacing[0] > 0 && spacing[1] > 0 && spacing[2] > 0)) {
      throw new IllegalArgumentException(
          "Spacing is three positive numbers of millimetres, not "
              + Arrays.toString(spacing)
              + ".");
    }
  }
}
