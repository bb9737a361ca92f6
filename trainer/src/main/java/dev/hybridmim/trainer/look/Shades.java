package dev.hybridmim.trainer.look;

/** Colours of numbers. */
final class Shades {
  static final int HIDDEN = 0x2b4a7f;
  static final int NOT_FINITE = 0xff00ff;

  /** The error that is drawn white. */
  static final double WORST = 0.5;

  private static final int LEVELS = 255;

  private Shades() {}

  /** 0 to 1 as black to white. */
  static int gray(double intensity) {
    if (!Double.isFinite(intensity)) {
      return NOT_FINITE;
    }
    int level = level(intensity);
    return level << 16 | level << 8 | level;
  }

  /** 0 to {@link #WORST} as black, red, yellow, white. */
  static int heat(double error) {
    if (!Double.isFinite(error)) {
      return NOT_FINITE;
    }
    double third = 3 * Math.min(1, error / WORST);
    return level(third) << 16 | level(third - 1) << 8 | level(third - 2);
  }

  /** 0 to 1 as dark to bright blue, on which white and black letters can be read. */
  static int share(double share) {
    double bounded = Math.max(0, Math.min(1, share));
    int red = (int) (24 + 150 * bounded);
    int green = (int) (40 + 170 * bounded);
    int blue = (int) (72 + 183 * bounded);
    return red << 16 | green << 8 | blue;
  }

  private static int level(double value) {
    return (int) Math.round(LEVELS * Math.max(0, Math.min(1, value)));
  }
}
