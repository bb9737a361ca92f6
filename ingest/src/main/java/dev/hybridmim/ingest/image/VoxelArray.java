package dev.hybridmim.ingest.image;

/**
 * The intensities of an image in C order, in the form that takes the least memory: floats, or
 * 16-bit codes with a table of what they mean. Values: nobody changes the arrays that were handed
 * over.
 *
 * <p>Readers take rows ({@link #copy}), so that neither form has to be made into the other as a
 * whole.
 */
public abstract sealed class VoxelArray permits FloatVoxels, CodedVoxels {
  VoxelArray() {}

  /** Intensities as they are; handed over. */
  public static VoxelArray of(float[] voxels) {
    return new FloatVoxels(voxels);
  }

  /**
   * Codes and their meaning.
   *
   * @param codes one for each voxel; handed over
   * @param meaning the intensity of each of the 65,536 codes, by the code's bits as an unsigned
   *     number; handed over
   */
  public static VoxelArray coded(short[] codes, float[] meaning) {
    return new CodedVoxels(codes, meaning);
  }

  /** How many voxels there are. */
  public abstract int length();

  /** One intensity. */
  public abstract float get(int voxel);

  /** Copies the intensities of {@code count} voxels from {@code first} on. */
  public abstract void copy(int first, int count, float[] into, int at);

  /** All intensities: the array itself where it is one of floats, else a new one. */
  public abstract float[] toFloats();

  /** The smallest and the largest intensity, and how many are at or below a bound. */
  public abstract Extremes extremes(float bound);

  /** The same intensities in another order. */
  public abstract VoxelArray rearranged(Rearrangement rearrangement);

  /** Bytes of memory that a voxel takes. */
  public abstract int bytesPerVoxel();

  /**
   * What {@link #extremes} finds.
   *
   * @param atOrBelow how many voxels are at or below the bound
   */
  public record Extremes(float least, float most, long atOrBelow) {}

  /** Copies arrays into another order. */
  public interface Rearrangement {
    float[] copy(float[] voxels);

    short[] copy(short[] codes);
  }
}
