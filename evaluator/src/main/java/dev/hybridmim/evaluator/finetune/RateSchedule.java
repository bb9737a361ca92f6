package dev.hybridmim.evaluator.finetune;

/**
 * The learning rate of each step: up in a line over the first tenth of the steps, then down along
 * half a cosine, reaching zero behind the last one.
 */
final class RateSchedule {
  private static final int WARM_UP_SHARE = 10;

  private final double peak;
  private final int steps;
  private final int warmUp;

  RateSchedule(double peak, int steps) {
    this.peak = peak;
    this.steps = steps;
    this.warmUp = steps / WARM_UP_SHARE;
  }

  /**
   * @param step from 0
   */
  double at(int step) {
    if (step < warmUp) {
      return peak * (step + 1) / (warmUp + 1);
    }
    double passed = (double) (step - warmUp) / (steps - warmUp);
    return peak * 0.5 * (1 + Math.cos(Math.PI * passed));
  }
}
