package dev.hybridmim.platform.number;

import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.simple.RandomSource;

/** Seeds and the generator made from one; specified in this package's documentation. */
public final class Seeds {
  private static final long GOLDEN_GAMMA = 0x9e3779b97f4a7c15L;

  private Seeds() {}

  /** The seed of a part of the work, for instance {@code derive(ticketSeed, ordinal)}. */
  public static long derive(long seed, long... path) {
    long derived = seed;
    for (long step : path) {
      derived = mix(derived + GOLDEN_GAMMA * (step + 1));
    }
    return derived;
  }

  /** A SplitMix64 generator in the state {@code seed}. */
  public static UniformRandomProvider random(long seed) {
    return RandomSource.SPLIT_MIX_64.create(seed);
  }

  private static long mix(long value) {
    long mixed = (value ^ (value >>> 30)) * 0xbf58476d1ce4e5b9L;
    mixed = (mixed ^ (mixed >>> 27)) * 0x94d049bb133111ebL;
    return mixed ^ (mixed >>> 31);
  }
}
