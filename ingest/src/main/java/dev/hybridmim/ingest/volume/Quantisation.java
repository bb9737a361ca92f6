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

  /** The nearest codes, as unsigned 16-bit numbers. */
  void codes(float[] intensities, int count, short[] into) {
    float most = levels;
    int outside = 0;
    for (int n = 0; n < count; n++) {
      float intensity = intensities[n];
      outside |= intensity >= 0 && intensity <= 1 ? 0 : 1;
      into[n] = (short) (int) (intensity * most + 0.5f);
    }
    if (outside != 0) {
      throw new IllegalArgumentException("An intensity is not in [0, 1]");
    }
  }

  /** The intensity of a code. */
  float intensity(int code) {
    return Math.min(1f, code / (float) levels);
  }

  /** The intensities of all codes up to the one of 1; those above it are 1, too. */
  float[] intensities() {
    float[] intensities = new float[levels + 1];
    for (int code = 0; code <= levels; code++) {
      intensities[code] = intensity(code);
    }
    return intensities;
  }
}
