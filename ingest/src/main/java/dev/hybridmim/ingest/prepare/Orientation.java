package dev.hybridmim.ingest.prepare;

import dev.hybridmim.ingest.image.Affine;
import dev.hybridmim.ingest.image.AxisDirections;
import dev.hybridmim.ingest.image.Image;
import dev.hybridmim.ingest.image.VoxelArray;

/**
 * Turns arrays so that i runs to the right, j to the front and k to the top: axes are swapped and
 * flipped, nothing is interpolated. Equal to MONAI's {@code Orientationd(axcodes="RAS")} and
 * nibabel's {@code apply_orientation}, affines included.
 */
public final class Orientation {
  private final Grid source;
  private final Grid oriented;
  private final StridedCopy forward;
  private final StridedCopy backward;

  private Orientation(Grid source) {
    this.source = source;
    AxisDirections directions = source.affine().directions();
    int[] sourceStrides = strides(source.shape());
    int[] size = new int[3];
    int[] forwardStrides = new int[3];
    int forwardStart = 0;
    for (int axis = 0; axis < 3; axis++) {
      int anatomical = directions.axis(axis);
      size[anatomical] = source.size(axis);
      forwardStrides[anatomical] = sourceStrides[axis] * directions.sign(axis);
      if (directions.sign(axis) < 0) {
        forwardStart += sourceStrides[axis] * (source.size(axis) - 1);
      }
    }
    int[] orientedStrides = strides(size);
    int[] backwardStrides = new int[3];
    int backwardStart = 0;
    for (int axis = 0; axis < 3; axis++) {
      int stride = orientedStrides[directions.axis(axis)];
      backwardStrides[axis] = stride * directions.sign(axis);
      if (directions.sign(axis) < 0) {
        backwardStart += stride * (source.size(axis) - 1);
      }
    }
    this.forward = new StridedCopy(size, forwardStart, forwardStrides);
    this.backward = new StridedCopy(source.shape(), backwardStart, backwardStrides);
    this.oriented = Grid.of(size, orientedAffine(source, directions));
  }

  /** The way from a grid to its RAS orientation and back. */
  public static Orientation of(Grid source) {
    return new Orientation(source);
  }

  /** The image in RAS orientation; the image itself when it is already so. */
  public static Image toRas(Image image) {
    Orientation orientation = of(Grid.of(image));
    if (orientation.isIdentity()) {
      return image;
    }
    return new Image(
        orientation.apply(image.array()),
        orientation.oriented().shape(),
        orientation.oriented().affine(),
        image.modality());
  }

  /** True when nothing has to be moved. */
  public boolean isIdentity() {
    return forward.isIdentity();
  }

  /** The grid that was given. */
  public Grid source() {
    return source;
  }

  /** The grid in RAS orientation. */
  public Grid oriented() {
    return oriented;
  }

  /** The source array in RAS orientation; the array itself when it is already so. */
  public VoxelArray apply(VoxelArray voxels) {
    return isIdentity() ? voxels : voxels.rearranged(forward);
  }

  /** The source array in RAS orientation; the array itself when it is already so. */
  public float[] apply(float[] voxels) {
    return isIdentity() ? voxels : forward.copy(voxels);
  }

  /** The source array in RAS orientation; the array itself when it is already so. */
  public byte[] apply(byte[] labels) {
    return isIdentity() ? labels : forward.copy(labels);
  }

  /** An oriented array back on the source grid; the array itself when nothing has to be moved. */
  public float[] undo(float[] oriented) {
    return isIdentity() ? oriented : backward.copy(oriented);
  }

  /** An oriented array back on the source grid; the array itself when nothing has to be moved. */
  public byte[] undo(byte[] oriented) {
    return isIdentity() ? oriented : backward.copy(oriented);
  }

  private static Affine orientedAffine(Grid source, AxisDirections directions) {
    double[] back = new double[12];
    for (int axis = 0; axis < 3; axis++) {
      back[4 * axis + directions.axis(axis)] = directions.sign(axis);
      if (directions.sign(axis) < 0) {
        back[4 * axis + 3] = source.size(axis) - 1;
      }
    }
    return source.affine().times(Affine.of(back));
  }

  private static int[] strides(int[] size) {
    return new int[] {size[1] * size[2], size[2], 1};
  }
}
