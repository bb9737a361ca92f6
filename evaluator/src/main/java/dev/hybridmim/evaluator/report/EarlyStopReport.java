package dev.hybridmim.evaluator.report;

import java.util.List;

/**
 * How a fine-tuning was ended by cases that were set aside.
 *
 * @param validationCases how many
 * @param chosenStep the step behind which the weights were best on them; these were scored
 * @param stepsMade until it ended, also by its budget
 * @param looks Dice of the validation cases, first to last
 */
public record EarlyStopReport(
    int validationCases, int chosenStep, int stepsMade, List<Look> looks) {
  public EarlyStopReport {
    looks = List.copyOf(looks);
  }

  /**
   * One look at the validation cases.
   *
   * @param step how many had been made
   * @param dice mean over the cases of each one's mean over the classes that it holds
   */
  public record Look(int step, double dice) {}
}
