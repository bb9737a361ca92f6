package dev.hybridmim.ingest.prepare;

import dev.hybridmim.ingest.image.Affine;
import dev.hybridmim.ingest.image.VoxelArray;

/**
 * Brings voxels of one grid onto another one: images by trilinear interpolation, labels by the
 * nearest voxel, the border repeated outside. Voxel centres are what is matched ({@code
 * align_corners=False}).
 *
 * <p>Equal to MONAI's {@code Spacingd(mode="bilinear" or "nearest", padding_mode="border",
 * align_corners=False)}: {@link #target} gives its output shape and affine, and the interpolation
 * its values up to float rounding.
 *
 * <p>Grids whose axes are parallel, which is nearly always so, are resampled axis by axis, plane by
 * plane: besides the result there are as many planes of the result in memory as the filter has taps
 * (two without anti-aliasing).
 */
public final class Resampling {
  // A source voxel's edge; a deviation this small changes no value by more than a ten-thousandth of
  // a neighbour's difference.
  private static final double PARALLEL_TOLERANCE = 1e-4;

  /** Radians; over a stack of 400 mm they shift the last slice by 0.4 mm. */
  private static final double SHEAR_TOLERANCE = 1e-3;

  private static final double CORNER_TOLERANCE = 1e-8;

  private Resampling() {}

  /**
   * The grid of new spacing that covers a source grid: same directions (shear removed), as many
   * voxels as fit from the first to the last voxel's centre, rounded. The first voxels coincide, or
   * the centres where shear moved the corners apart.
   *
   * @param spacingMm along i, j, k
   */
  public static Grid target(Grid source, double[] spacingMm) {
    Affine linear = withSpacing(source.affine(), spacingMm);
    Affine toTarget = linear.inverse();
    double[][] corners = new double[8][];
    double[] least = {Double.MAX_VALUE, Double.MAX_VALUE, Double.MAX_VALUE};
    double[] most = {-Double.MAX_VALUE, -Double.MAX_VALUE, -Double.MAX_VALUE};
    for (int corner = 0; corner < 8; corner++) {
      double i = (corner >> 2) * (source.sizeI() - 1.0);
      double j = (corner >> 1 & 1) * (source.sizeJ() - 1.0);
      double k = (corner & 1) * (source.sizeK() - 1.0);
      corners[corner] = source.affine().apply(i, j, k);
      double[] position =
          toTarget.apply(corners[corner][0], corners[corner][1], corners[corner][2]);
      for (int axis = 0; axis < 3; axis++) {
        least[axis] = Math.min(least[axis], position[axis]);
        most[axis] = Math.max(most[axis], position[axis]);
      }
    }
    int[] shape = new int[3];
    for (int axis = 0; axis < 3; axis++) {
      shape[axis] =
          (int) Math.min(Integer.MAX_VALUE, Math.max(1, Math.rint(most[axis] - least[axis] + 1)));
    }
    double[] origin = smallestCorner(corners, toTarget);
    if (origin == null) {
      origin = centred(source, linear, shape);
    }
    return Grid.of(shape, Affine.translation(origin[0], origin[1], origin[2]).times(linear));
  }

  /**
   * The upright grid of a sheared one, as a tilted gantry gives it: the spacing within the slices
   * is kept, that between them is the distance along their normal. A grid whose axes are at right
   * angles, but for rounding, is returned as it is.
   */
  static Grid upright(Grid source) {
    Affine affine = source.affine();
    double[] edges = affine.spacing();
    double[] upright = perpendicularEdges(affine);
    boolean sheared = false;
    for (int axis = 0; axis < 3; axis++) {
      // Of a right angle the sine is 1, and off it by half the angle's square.
      sheared |= upright[axis] < edges[axis] * (1 - SHEAR_TOLERANCE * SHEAR_TOLERANCE / 2);
    }
    return sheared ? target(source, upright) : source;
  }

  /** What each axis adds at right angles to the ones before it. */
  private static double[] perpendicularEdges(Affine affine) {
    double[] a = {affine.m00(), affine.m10(), affine.m20()};
    double[] b = {affine.m01(), affine.m11(), affine.m21()};
    double first = Math.sqrt(dot(a, a));
    double along = dot(a, b) / first;
    double second = Math.sqrt(dot(b, b) - along * along);
    return new double[] {first, second, Math.abs(affine.determinant()) / (first * second)};
  }

  /**
   * Trilinear interpolation.
   *
   * @param voxels on the source grid, C order
   * @param antiAlias smooth first along the source's axes that become coarser
   */
  public static float[] linear(float[] voxels, Grid source, Grid target, boolean antiAlias) {
    return linear(VoxelArray.of(voxels), source, target, antiAlias);
  }

  /** See {@link #linear(float[], Grid, Grid, boolean)}. */
  public static float[] linear(VoxelArray voxels, Grid source, Grid target, boolean antiAlias) {
    Affine map = source.affine().inverse().times(target.affine());
    AxisMap[] axes = AxisMap.of(map, target, PARALLEL_TOLERANCE);
    if (axes == null) {
      float[] sampled = antiAlias ? prefiltered(voxels, source, map) : voxels.toFloats();
      return ObliqueResampling.linear(sampled, source, target, map);
    }
    AxisTaps[] taps = new AxisTaps[3];
    for (int axis = 0; axis < 3; axis++) {
      AxisMap along = axes[axis];
      taps[axis] =
          antiAlias
              ? AxisTaps.smoothed(
                  source.size(axis), target.size(axis), along.scale(), along.shift())
              : AxisTaps.linear(source.size(axis), target.size(axis), along.scale(), along.shift());
    }
    return SeparableResampling.apply(voxels, source.shape(), taps);
  }

  /**
   * Smoothed for sampling on a grid whose axes are not the source's: along each source axis for the
   * longest way that one target voxel's edge goes along it.
   *
   * @param map target to source indices
   */
  private static float[] prefiltered(VoxelArray voxels, Grid source, Affine map) {
    double[] rows = map.toRowMajor();
    AxisTaps[] taps = new AxisTaps[3];
    boolean coarser = false;
    for (int axis = 0; axis < 3; axis++) {
      double step = 0;
      for (int along = 0; along < 3; along++) {
        step = Math.max(step, Math.abs(rows[4 * axis + along]));
      }
      coarser |= step > 1;
      taps[axis] = AxisTaps.prefilter(source.size(axis), step);
    }
    return coarser ? SeparableResampling.apply(voxels, source.shape(), taps) : voxels.toFloats();
  }

  /** The nearest voxel's label. */
  public static byte[] nearest(byte[] labels, Grid source, Grid target) {
    Affine map = source.affine().inverse().times(target.affine());
    AxisMap[] axes = AxisMap.of(map, target, 0.0);
    if (axes == null) {
      return ObliqueResampling.nearest(labels, source, target, map);
    }
    int[][] indices = new int[3][];
    for (int axis = 0; axis < 3; axis++) {
      indices[axis] =
          AxisTaps.nearest(
              source.size(axis), target.size(axis), axes[axis].scale(), axes[axis].shift());
    }
    byte[] resampled = new byte[Math.toIntExact(target.voxels())];
    int to = 0;
    for (int i : indices[0]) {
      for (int j : indices[1]) {
        int row = (i * source.sizeJ() + j) * source.sizeK();
        for (int k : indices[2]) {
          resampled[to++] = labels[row + k];
        }
      }
    }
    return resampled;
  }

  /**
   * The rotation of an affine with new spacing and without shear or shift: its Gram-Schmidt factor
   * by Cholesky.
   */
  private static Affine withSpacing(Affine affine, double[] spacingMm) {
    double[] a = {affine.m00(), affine.m10(), affine.m20()};
    double[] b = {affine.m01(), affine.m11(), affine.m21()};
    double[] c = {affine.m02(), affine.m12(), affine.m22()};
    double l00 = Math.sqrt(dot(a, a));
    double l10 = dot(a, b) / l00;
    double l20 = dot(a, c) / l00;
    double l11 = Math.sqrt(dot(b, b) - l10 * l10);
    double l21 = (dot(b, c) - l20 * l10) / l11;
    double l22 = Math.sqrt(dot(c, c) - l20 * l20 - l21 * l21);
    double[] rows = new double[12];
    for (int row = 0; row < 3; row++) {
      double first = a[row] / l00;
      double second = (b[row] - first * l10) / l11;
      double third = (c[row] - first * l20 - second * l21) / l22;
      rows[4 * row] = first * spacingMm[0];
      rows[4 * row + 1] = second * spacingMm[1];
      rows[4 * row + 2] = third * spacingMm[2];
    }
    return Affine.of(rows);
  }

  /** The corner that no other one lies below in target coordinates, or null. */
  private static double[] smallestCorner(double[][] corners, Affine toTarget) {
    for (double[] candidate : corners) {
      double[] here = toTarget.apply(candidate[0], candidate[1], candidate[2]);
      boolean smallest = true;
      for (double[] corner : corners) {
        double[] there = toTarget.apply(corner[0], corner[1], corner[2]);
        for (int axis = 0; axis < 3; axis++) {
          smallest &= there[axis] - here[axis] >= -CORNER_TOLERANCE;
        }
      }
      if (smallest) {
        return candidate;
      }
    }
    return null;
  }

  private static double[] centred(Grid source, Affine linear, int[] shape) {
    double[] there =
        source.affine().apply(source.sizeI() / 2.0, source.sizeJ() / 2.0, source.sizeK() / 2.0);
    double[] here = linear.apply(shape[0] / 2.0, shape[1] / 2.0, shape[2] / 2.0);
    return new double[] {there[0] - here[0], there[1] - here[1], there[2] - here[2]};
  }

  private static double dot(double[] left, double[] right) {
    return left[0] * right[0] + left[1] * right[1] + left[2] * right[2];
  }
}
