package dev.hybridmim.augment.random;

import dev.hybridmim.platform.number.Seeds;
import org.apache.commons.rng.UniformRandomProvider;

/**
 * A stream of draws from one seed; specified in this package's documentation. Not thread-safe: a
 * stream belongs to one piece of work.
 */
public final class Draws {
  private static final long LOW_WORD = 0xffffffffL;
  private static final double FRACTION_UNIT = 0x1p-53;

  private final UniformRandomProvider words;

  public Draws(long seed) {
    this.words = Seeds.random(seed);
  }

  /**
   * A whole number from 0 to {@code bound - 1}, each equally likely.
   *
   * @throws IllegalArgumentException when the bound is not positive
   */
  public int below(int bound) {
    if (bound <= 0) {
      throw new IllegalArgumentException("There is no whole number from 0 up to below " + bound);
    }
    long product = (words.nextLong() >>> 32) * bound;
    if ((product & LOW_WORD) < bound) {
      long surplus = (1L << 32) % bound;
      while ((product & LOW_WORD) < surplus) {
        product = (words.nextLong() >>> 32) * bound;
      }
    }
    return (int) (product >>> 32);
  }

  /** A whole number from {@code low} to {@code high}, both included. */
  public int between(int low, int high) {
    return low + below(high - low + 1);
  }

  /** A real number, at least 0 and less than 1. */
  public double fraction() {
    return (words.nextLong() >>> 11) * FRACTION_UNIT;
  }

  /** True half of the time. */
  public boolean coin() {
    return words.nextLong() < 0;
  }
}
