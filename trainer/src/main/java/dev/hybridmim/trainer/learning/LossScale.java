package dev.hybridmim.trainer.learning;

/**
 * What the loss is multiplied with before the backward pass in float16, so that small gradients
 * don't vanish (Micikevicius et al., arXiv 1710.03740). A power of two: halved when a gradient
 * overflows, doubled after 2000 steps without.
 */
final class LossScale {
  private static final long FIRST_EXPONENT = 16;
  private static final long LARGEST_EXPONENT = 24;
  private static final long STEPS_UNTIL_DOUBLED = 2000;

  private final boolean dynamic;
  private long exponent;
  private long goodSteps;

  private LossScale(boolean dynamic, long exponent) {
    this.dynamic = dynamic;
    this.exponent = exponent;
  }

  /** Always 1. */
  static LossScale none() {
    return new LossScale(false, 0);
  }

  /** Begins at 65536. */
  static LossScale dynamic() {
    return new LossScale(true, FIRST_EXPONENT);
  }

  boolean isDynamic() {
    return dynamic;
  }

  double factor() {
    return Math.scalb(1.0, (int) exponent);
  }

  /** After an overflow; false when there is nothing left to halve. */
  boolean lower() {
    goodSteps = 0;
    if (exponent == 0) {
      return false;
    }
    exponent--;
    return true;
  }

  /** After a step that was made. */
  void confirm() {
    if (dynamic && ++goodSteps >= STEPS_UNTIL_DOUBLED) {
      goodSteps = 0;
      exponent = Math.min(LARGEST_EXPONENT, exponent + 1);
    }
  }

  /** Exponent and steps since it changed, to be kept with a run's state. */
  long[] state() {
    return new long[] {exponent, goodSteps};
  }

  void restore(long[] state) {
    exponent = state[0];
    goodSteps = state[1];
  }
}
