package dev.hybridmim.ingest.image;

/**
 * For each voxel axis the anatomical axis (0 left to right, 1 back to front, 2 bottom to top) it is
 * closest to, and whether it runs the same way (1) or the other (-1).
 *
 * <p>Closeness is judged on the rotation nearest to the axes' unit vectors (polar decomposition),
 * axis by axis, each anatomical axis given away once: the rule of nibabel's {@code io_orientation},
 * so that oblique and sheared scans are oriented alike.
 */
public record AxisDirections(
    int axisOfI, int signOfI, int axisOfJ, int signOfJ, int axisOfK, int signOfK) {
  private static final String NEGATIVE_ENDS = "LPI";
  private static final String POSITIVE_ENDS = "RAS";
  private static final int MAX_ITERATIONS = 100;
  private static final double CONVERGED = 1e-15;

  /** Already in RAS order and direction. */
  public static final AxisDirections RAS = new AxisDirections(0, 1, 1, 1, 2, 1);

  /**
   * The directions of an affine's voxel axes.
   *
   * @throws ArithmeticException when the affine is singular
   */
  public static AxisDirections of(Affine affine) {
    double[][] rotation = nearestRotation(affine);
    int[] axes = new int[3];
    int[] signs = new int[3];
    for (int column = 0; column < 3; column++) {
      int closest = 0;
      for (int row = 1; row < 3; row++) {
        if (Math.abs(rotation[row][column]) > Math.abs(rotation[closest][column])) {
          closest = row;
        }
      }
      axes[column] = closest;
      signs[column] = rotation[closest][column] < 0 ? -1 : 1;
      rotation[closest] = new double[3];
    }
    return new AxisDirections(axes[0], signs[0], axes[1], signs[1], axes[2], signs[2]);
  }

  /** The anatomical axis of a voxel axis. */
  public int axis(int voxelAxis) {
    return switch (voxelAxis) {
      case 0 -> axisOfI;
      case 1 -> axisOfJ;
      default -> axisOfK;
    };
  }

  /** 1 when a voxel axis runs to the right, front or top, else -1. */
  public int sign(int voxelAxis) {
    return switch (voxelAxis) {
      case 0 -> signOfI;
      case 1 -> signOfJ;
      default -> signOfK;
    };
  }

  /** The letters of the positive ends of i, j, k. */
  public String codes() {
    StringBuilder codes = new StringBuilder(3);
    for (int voxelAxis = 0; voxelAxis < 3; voxelAxis++) {
      String ends = sign(voxelAxis) > 0 ? POSITIVE_ENDS : NEGATIVE_ENDS;
      codes.append(ends.charAt(axis(voxelAxis)));
    }
    return codes.toString();
  }

  /**
   * The orthogonal factor of the polar decomposition of the unit axes, by Newton's iteration with
   * scaling (Higham 1986).
   */
  private static double[][] nearestRotation(Affine affine) {
    double[] spacing = affine.spacing();
    Affine current =
        new Affine(
            affine.m00() / spacing[0],
            affine.m01() / spacing[1],
            affine.m02() / spacing[2],
            0,
            affine.m10() / spacing[0],
            affine.m11() / spacing[1],
            affine.m12() / spacing[2],
            0,
            affine.m20() / spacing[0],
            affine.m21() / spacing[1],
            affine.m22() / spacing[2],
            0);
    for (int iteration = 0; iteration < MAX_ITERATIONS; iteration++) {
      Affine inverse = current.inverse();
      // Without it the iterates of nearly flat axes become flatter before they become rounder.
      double scale = Math.sqrt(length(inverse) / length(current));
      Affine next =
          new Affine(
              (scale * current.m00() + inverse.m00() / scale) / 2,
              (scale * current.m01() + inverse.m10() / scale) / 2,
              (scale * current.m02() + inverse.m20() / scale) / 2,
              0,
              (scale * current.m10() + inverse.m01() / scale) / 2,
              (scale * current.m11() + inverse.m11() / scale) / 2,
              (scale * current.m12() + inverse.m21() / scale) / 2,
              0,
              (scale * current.m20() + inverse.m02() / scale) / 2,
              (scale * current.m21() + inverse.m12() / scale) / 2,
              (scale * current.m22() + inverse.m22() / scale) / 2,
              0);
      boolean converged = next.distance(current) < CONVERGED;
      current = next;
      if (converged) {
        break;
      }
    }
    return new double[][] {
      {current.m00(), current.m01(), current.m02()},
      {current.m10(), current.m11(), current.m12()},
      {current.m20(), current.m21(), current.m22()}
    };
  }

  /** Square root of the sum of squares of the upper left 3 x 3 part. */
  private static double length(Affine affine) {
    double[] columns = affine.spacing();
    return Math.hypot(Math.hypot(columns[0], columns[1]), columns[2]);
  }
}
