package dev.hybridmim.ingest.image;

import java.util.Locale;

/** Refuses geometries that no 3D scan has; needs a header only. */
public final class GeometryCheck {
  /** Along every axis; less is a handful of slices rather than a volume. */
  public static final int MIN_VOXELS_PER_AXIS = 8;

  /** Millimetres. */
  public static final double MIN_SPACING_MM = 0.05;

  /** Millimetres. */
  public static final double MAX_SPACING_MM = 25;

  private GeometryCheck() {}

  /**
   * Passes or throws.
   *
   * @param shape voxels along i, j, k
   * @param reference names the scan in the message
   */
  public static void require(int[] shape, Affine affine, String reference)
      throws UnreadableScanException {
    requireVolume(shape, reference);
    double[] spacing = affine.spacing();
    for (double edge : spacing) {
      if (!(edge >= MIN_SPACING_MM && edge <= MAX_SPACING_MM)) {
        throw new UnreadableScanException(
            RejectReason.IMPLAUSIBLE_SPACING,
            String.format(
                Locale.ROOT,
                "%s has voxels of %.4g x %.4g x %.4g mm, and edges from %s to %s mm are accepted;"
                    + " correct its header.",
                reference,
                spacing[0],
                spacing[1],
                spacing[2],
                MIN_SPACING_MM,
                MAX_SPACING_MM));
      }
    }
    if (!affine.invertible()) {
      throw new UnreadableScanException(
          RejectReason.SINGULAR_AFFINE,
          reference + " has voxel axes that do not span space; export it again.");
    }
  }

  private static void requireVolume(int[] shape, String reference) throws UnreadableScanException {
    for (int edge : shape) {
      if (edge == 1) {
        throw new UnreadableScanException(
            RejectReason.TWO_DIMENSIONAL,
            reference + " has a single voxel along one axis; only volumes can be prepared.");
      }
    }
    for (int edge : shape) {
      if (edge < MIN_VOXELS_PER_AXIS) {
        throw new UnreadableScanException(
            RejectReason.TOO_FEW_SLICES,
            "%s has %d x %d x %d voxels, and at least %d along every axis are needed; leave it away."
                .formatted(reference, shape[0], shape[1], shape[2], MIN_VOXELS_PER_AXIS));
      }
    }
  }
}
