package dev.hybridmim.ingest.image;

import dev.hybridmim.platform.message.Modality;
import java.util.Objects;

/**
 * A scan as an array of intensities with its place in the patient.
 *
 * <p>Voxel (i, j, k) is {@code voxels()[(i * shape[1] + j) * shape[2] + k]}: C order, k is
 * contiguous. Images are values: the arrays are handed over without a copy, because a scan may fill
 * much of the memory, and nobody changes them afterwards.
 */
public final class Image {
  private final VoxelArray array;
  private final int[] shape;
  private final Affine affine;
  private final Modality modality;
  private float[] floats;

  /**
   * An image.
   *
   * @param voxels intensities, C order; handed over
   * @param shape numbers of voxels along i, j, k, all positive
   * @param affine voxel indices to RAS+ millimetres
   * @param modality {@code MODALITY_UNSPECIFIED} when the file doesn't say
   */
  public Image(float[] voxels, int[] shape, Affine affine, Modality modality) {
    this(VoxelArray.of(voxels), shape, affine, modality);
  }

  /**
   * An image whose intensities need not be floats.
   *
   * @param array intensities, C order
   * @param shape numbers of voxels along i, j, k, all positive
   * @param affine voxel indices to RAS+ millimetres
   * @param modality {@code MODALITY_UNSPECIFIED} when the file doesn't say
   */
  public Image(VoxelArray array, int[] shape, Affine affine, Modality modality) {
    this.array = Objects.requireNonNull(array, "array");
    this.shape = shape.clone();
    this.affine = Objects.requireNonNull(affine, "affine");
    this.modality = Objects.requireNonNull(modality, "modality");
    if (shape.length != 3 || shape[0] <= 0 || shape[1] <= 0 || shape[2] <= 0) {
      throw new IllegalArgumentException("An image has three positive edges");
    }
    if ((long) shape[0] * shape[1] * shape[2] != array.length()) {
      throw new IllegalArgumentException(
          "%d voxels do not fill %d x %d x %d"
              .formatted(array.length(), shape[0], shape[1], shape[2]));
    }
  }

  /** The intensities in the form in which they are held. */
  public VoxelArray array() {
    return array;
  }

  /**
   * The intensities as floats, not to be changed. Of an image that holds 16-bit codes they are made
   * at the first call and kept, so code that cares for memory takes rows of {@link #array}.
   */
  public float[] voxels() {
    // Two threads may both make them, which gives equal arrays.
    float[] known = floats;
    if (known == null) {
      known = array.toFloats();
      floats = known;
    }
    return known;
  }

  /** Numbers of voxels along i, j, k. */
  public int[] shape() {
    return shape.clone();
  }

  /** Voxels along one axis. */
  public int size(int axis) {
    return shape[axis];
  }

  /** Voxel indices to RAS+ millimetres. */
  public Affine affine() {
    return affine;
  }

  /** What took the scan, or {@code MODALITY_UNSPECIFIED}. */
  public Modality modality() {
    return modality;
  }

  /** The intensity of one voxel. */
  public float at(int i, int j, int k) {
    return array.get((i * shape[1] + j) * shape[2] + k);
  }

  /** The same image, said to be of a modality. */
  public Image withModality(Modality known) {
    return new Image(array, shape, affine, known);
  }

  @Override
  public String toString() {
    return "Image[%d x %d x %d, %s, %s]"
        .formatted(
            shape[0],
            shape[1],
            shape[2],
            affine.invertible() ? affine.axisCodes() : "singular",
            modality);
  }
}
