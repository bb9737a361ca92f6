package dev.hybridmim.evaluator.task;

import dev.hybridmim.platform.profile.EvaluatorProfile;

/**
 * How a task's cases are divided.
 *
 * @param heldBackFraction share of all cases that is scored and never trained on, above 0 and below
 *     1
 * @param fold which stretch of the cases is held back, from 0
 * @param labelFraction share of the other cases that is trained on, above 0 and at most 1
 * @param seed decides the order of the cases
 * @param validationFraction share of the trained subjects that is set aside for an early stop, from
 *     0 and below 1
 */
public record SplitSettings(
    double heldBackFraction, int fold, double labelFraction, long seed, double validationFraction) {

  /** Nothing is set aside. */
  public SplitSettings(double heldBackFraction, int fold, double labelFraction, long seed) {
    this(heldBackFraction, fold, labelFraction, seed, 0);
  }

  /** The settings of a profile, for one fold. */
  public static SplitSettings of(EvaluatorProfile profile, int fold) {
    return new SplitSettings(
        profile.heldBackFraction(),
        fold,
        profile.labelFraction(),
        profile.splitSeed(),
        profile.earlyStop().validationFraction());
  }

  public SplitSettings {
    if (!(heldBackFraction > 0 && heldBackFraction < 1)) {
      throw new IllegalArgumentException(
          "The held-back fraction lies between 0 and 1, not at " + heldBackFraction + ".");
    }
    if (!(labelFraction > 0 && labelFraction <= 1)) {
      throw new IllegalArgumentException(
          "The label fraction is above 0 and at most 1, not " + labelFraction + ".");
    }
    if (!(validationFraction >= 0 && validationFraction < 1)) {
      throw new IllegalArgumentException(
          "The validation fraction is at least 0 and below 1, not " + validationFraction + ".");
    }
    if (fold < 0) {
      throw new IllegalArgumentException("A fold is 0 or more, not " + fold + ".");
    }
  }
}
