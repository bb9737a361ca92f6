package dev.hybridmim.ingest.prepare;

import dev.hybridmim.ingest.image.VoxelArray;

/**
 * Exact percentiles of an array that is left as it is: one pass counts the upper halves of the
 * numbers' bits, another one the lower halves of those that can be meant. 576 KiB beside the array,
 * no sorting.
 */
final class OrderStatistics {
  private static final int BINS = 1 << 16;
  private static final int BLOCK = 1 << 14;

  private final VoxelArray values;
  private final float[] block = new float[BLOCK];
  private final float above;
  private final int[] coarse = new int[BINS];
  private final int[] fine = new int[BINS];
  private final long count;
  private int refined = -1;

  /** Statistics of the finite values that are greater than {@code above}. */
  OrderStatistics(VoxelArray values, float above) {
    this.values = values;
    this.above = above;
    long counted = 0;
    for (int first = 0; first < values.length(); first += BLOCK) {
      int length = fetch(first);
      for (int n = 0; n < length; n++) {
        if (block[n] > above) {
          coarse[sortable(block[n]) >>> 16]++;
          counted++;
        }
      }
    }
    this.count = counted;
  }

  private int fetch(int first) {
    int length = Math.min(BLOCK, values.length() - first);
    values.copy(first, length, block, 0);
    return length;
  }

  /** How many values there are. */
  long count() {
    return count;
  }

  /**
   * A percentile, linear between the two neighbouring ranks (NumPy's default); there must be
   * values.
   */
  double percentile(double percent) {
    double rank = percent / 100 * (count - 1);
    long lower = (long) Math.floor(rank);
    double below = ranked(lower);
    double fraction = rank - lower;
    return fraction == 0 ? below : below + (ranked(lower + 1) - below) * fraction;
  }

  private float ranked(long rank) {
    long left = rank;
    int bin = 0;
    while (left >= coarse[bin]) {
      left -= coarse[bin++];
    }
    refine(bin);
    int low = 0;
    while (left >= fine[low]) {
      left -= fine[low++];
    }
    return value(bin << 16 | low);
  }

  private void refine(int bin) {
    if (refined == bin) {
      return;
    }
    java.util.Arrays.fill(fine, 0);
    for (int first = 0; first < values.length(); first += BLOCK) {
      int length = fetch(first);
      for (int n = 0; n < length; n++) {
        int bits = sortable(block[n]);
        if (bits >>> 16 == bin && block[n] > above) {
          fine[bits & 0xffff]++;
        }
      }
    }
    refined = bin;
  }

  /** Bits whose unsigned order is the order of the numbers. */
  private static int sortable(float value) {
    int bits = Float.floatToRawIntBits(value);
    return bits >= 0 ? bits | 0x80000000 : ~bits;
  }

  private static float value(int sortable) {
    return Float.intBitsToFloat(sortable < 0 ? sortable & 0x7fffffff : ~sortable);
  }
}
