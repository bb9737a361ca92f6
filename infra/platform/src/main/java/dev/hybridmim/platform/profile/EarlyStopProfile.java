package dev.hybridmim.platform.profile;

/**
 * When a fine-tuning ends before all its steps, and which weights are scored.
 *
 * @param validationFraction share of the training cases' subjects that is set aside to look at; 0:
 *     none, all steps are made and the last weights are scored
 * @param everySteps between two looks
 * @param patience so many looks in a row that are no better than the best one end it
 */
public record EarlyStopProfile(double validationFraction, int everySteps, int patience)
    implements ProfileSection {
  /** All steps are made; as in snapshots from before these settings. */
  public static final EarlyStopProfile OFF = new EarlyStopProfile(0, 20, 5);

  public EarlyStopProfile {
    Require.within("evaluator.earlyStop.validationFraction", validationFraction, 0, 0.9);
    Require.atLeast("evaluator.earlyStop.everySteps", everySteps, 1);
    Require.atLeast("evaluator.earlyStop.patience", patience, 1);
  }

  /** Whether cases are set aside and watched. */
  public boolean enabled() {
    return validationFraction > 0;
  }
}
