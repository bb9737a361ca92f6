package dev.hybridmim.ingest.volume;

/**
 * Intensities in [0, 1] as whole numbers of 1 / levels.
 *
 * @param levels the code of intensity 1, at most 65,535
 */
record Quantisation(int levels) {
  private static final int MAX_LEVELS = 0xffff;

  /**
   * What is written. A code is half of what a CT scanner tells apart in a window of 2000 HU, and
   * finer than the float16 of samples is in the upper half of the range; more levels store noise:
   * 65,535 made CT a third larger.
   */
  static final Quantisation WRITTEN = new Quantisation(4095);

  Quantisation {
    if (levels < 1 || levels > MAX_LEVELS) {
      throw new IllegalArgumentException(levels + " levels");
    }
  }

  /** The nearest code. */
  int code(float intensity) {
    if (!(intensity >= 0 && intensity <= 1)) {
      throw new IllegalArgumentException("An intensity of " + intensity + " is not in [0, 1]");
    }
    return (int) (intensity * levels + 0.5f);
  }

  /** The intensity of a code. */
  float intensity(int code) {
    return Math.min(1f, code / (float) levels);
  }
}
