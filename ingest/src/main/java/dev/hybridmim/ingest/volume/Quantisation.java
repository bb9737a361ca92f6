package dev.hybridmim.ingest.volume;

/** Intensities in [0, 1] as whole numbers of 1 / {@value #LEVELS}. */
final class Quantisation {
  /** The code of intensity 1. */
  static final int LEVELS = 4095;

  private Quantisation() {}

  /** The nearest code. */
  static int code(float intensity) {
    if (!(intensity >= 0 && intensity <= 1)) {
      throw new IllegalArgumentException("An intensity of " + intensity + " is not in [0, 1]");
    }
    return (int) (intensity * LEVELS + 0.5f);
  }

  /** The intensity of a code. */
  static float intensity(int code) {
    return code / (float) LEVELS;
  }
}
