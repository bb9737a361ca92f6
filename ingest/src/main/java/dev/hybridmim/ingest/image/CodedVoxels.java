package dev.hybridmim.ingest.image;

import java.util.Objects;

/** Intensities as 16-bit codes: half the memory of floats, and what integer scans are stored as. */
final class CodedVoxels extends VoxelArray {
  private static final int CODES = 1 << 16;
  private static final int MASK = CODES - 1;
  // Neighbours are often equal; counting them in turns keeps one count from waiting for itself.
  private static final int TURNS = 4;

  private final short[] codes;
  private final float[] meaning;

  CodedVoxels(short[] codes, float[] meaning) {
    this.codes = Objects.requireNonNull(codes, "codes");
    this.meaning = Objects.requireNonNull(meaning, "meaning");
    if (meaning.length != CODES) {
      throw new IllegalArgumentException("Every 16-bit code needs a meaning");
    }
  }

  @Override
  public int length() {
    return codes.length;
  }

  @Override
  public float get(int voxel) {
    return meaning[codes[voxel] & MASK];
  }

  @Override
  public void copy(int first, int count, float[] into, int at) {
    float[] table = meaning;
    short[] from = codes;
    for (int n = 0; n < count; n++) {
      into[at + n] = table[from[first + n] & MASK];
    }
  }

  @Override
  public float[] toFloats() {
    float[] voxels = new float[codes.length];
    copy(0, codes.length, voxels, 0);
    return voxels;
  }

  @Override
  public Extremes extremes(float bound) {
    int[] counts = counts();
    float least = Float.POSITIVE_INFINITY;
    float most = Float.NEGATIVE_INFINITY;
    long atOrBelow = 0;
    for (int code = 0; code < CODES; code++) {
      if (counts[code] > 0) {
        least = Math.min(least, meaning[code]);
        most = Math.max(most, meaning[code]);
        atOrBelow += meaning[code] <= bound ? counts[code] : 0;
      }
    }
    return new Extremes(least, most, atOrBelow);
  }

  private int[] counts() {
    int[] counts = new int[TURNS * CODES];
    int whole = codes.length / TURNS * TURNS;
    for (int n = 0; n < whole; n += TURNS) {
      counts[codes[n] & MASK]++;
      counts[CODES + (codes[n + 1] & MASK)]++;
      counts[2 * CODES + (codes[n + 2] & MASK)]++;
      counts[3 * CODES + (codes[n + 3] & MASK)]++;
    }
    for (int n = whole; n < codes.length; n++) {
      counts[codes[n] & MASK]++;
    }
    for (int code = 0; code < CODES; code++) {
      counts[code] += counts[CODES + code] + counts[2 * CODES + code] + counts[3 * CODES + code];
    }
    return counts;
  }

  @Override
  public VoxelArray rearranged(Rearrangement rearrangement) {
    return new CodedVoxels(rearrangement.copy(codes), meaning);
  }

  @Override
  public int bytesPerVoxel() {
    return Short.BYTES;
  }
}
