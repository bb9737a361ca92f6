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
 */
public record SplitSettings(double heldBackFraction, int fold, double labelFraction, long seed) {

  /** The settings of a profile, for one fold. */
  public static SplitSettings of(EvaluatorProfile profile, int fold) {
    return new SplitSettings(
        profile.heldBackFraction(), fold, profile.labelFraction(), profile.splitSeed());
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
    if (fold < 0) {
      throw new IllegalArgumentException("A fold is 0 or more, not " + fold + ".");
    }
  }
}
