package dev.hybridmim.ingest.prepare;

/**
 * Exact percentiles of an array that is left as it is: one pass counts the upper halves of the
 * numbers' bits, another one the lower halves of those that can be meant. 512 KiB beside the array,
 * no sorting.
 */
final class OrderStatistics {
  private static final int BINS = 1 << 16;

  private final float[] values;
  private final float above;
  private final int[] coarse = new int[BINS];
  private final int[] fine = new int[BINS];
  private final long count;
  private int refined = -1;

  /** Statistics of the finite values that are greater than {@code above}. */
  OrderStatistics(float[] values, float above) {
    this.values = values;
    this.above = above;
    long counted = 0;
    for (float value : values) {
      if (value > above) {
        coarse[sortable(value) >>> 16]++;
        counted++;
      }
    }
    this.count = counted;
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
    for (float value : values) {
      if (value > above) {
        int bits = sortable(value);
        if (bits >>> 16 == bin) {
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
