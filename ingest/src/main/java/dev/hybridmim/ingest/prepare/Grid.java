package dev.hybridmim.ingest.prepare;

import dev.hybridmim.ingest.image.Affine;
import dev.hybridmim.ingest.image.Image;
import java.io.Serializable;

/**
 * Where voxels lie: how many there are along i, j, k and the map from indices to RAS+ millimetres.
 *
 * @param sizeI voxels along i
 */
public record Grid(int sizeI, int sizeJ, int sizeK, Affine affine) implements Serializable {
  public Grid {
    if (sizeI <= 0 || sizeJ <= 0 || sizeK <= 0) {
      throw new IllegalArgumentException("A grid has three positive edges");
    }
  }

  /** The grid of an image. */
  public static Grid of(Image image) {
    return of(image.shape(), image.affine());
  }

  /** A grid from an array of three edges. */
  public static Grid of(int[] shape, Affine affine) {
    return new Grid(shape[0], shape[1], shape[2], affine);
  }

  /** Voxels along i, j, k. */
  public int[] shape() {
    return new int[] {sizeI, sizeJ, sizeK};
  }

  /** Voxels along one axis. */
  public int size(int axis) {
    return switch (axis) {
      case 0 -> sizeI;
      case 1 -> sizeJ;
      default -> sizeK;
    };
  }

  /** All voxels. */
  public long voxels() {
    return (long) sizeI * sizeJ * sizeK;
  }

  /** Millimetres along i, j, k. */
  public double[] spacing() {
    return affine.spacing();
  }

  /**
   * Voxels of this grid that lie in a box, as a grid of their own. The box may reach beyond this
   * grid.
   */
  public Grid part(int[] origin, int[] size) {
    return of(size, affine.times(Affine.translation(origin[0], origin[1], origin[2])));
  }

  /** True when every voxel lies within {@code tolerance} voxel edges of its counterpart. */
  public boolean coincides(Grid other, double tolerance) {
    if (sizeI != other.sizeI || sizeJ != other.sizeJ || sizeK != other.sizeK) {
      return false;
    }
    double[] spacing = spacing();
    double allowed = tolerance * Math.min(spacing[0], Math.min(spacing[1], spacing[2]));
    for (int corner = 0; corner < 8; corner++) {
      double i = (corner & 1) * (sizeI - 1.0);
      double j = (corner >> 1 & 1) * (sizeJ - 1.0);
      double k = (corner >> 2) * (sizeK - 1.0);
      double[] here = affine.apply(i, j, k);
      double[] there = other.affine.apply(i, j, k);
      for (int axis = 0; axis < 3; axis++) {
        if (!(Math.abs(here[axis] - there[axis]) <= allowed)) {
          return false;
        }
      }
    }
    return true;
  }
}
