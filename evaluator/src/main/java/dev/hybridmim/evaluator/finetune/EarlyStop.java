package dev.hybridmim.evaluator.finetune;

import dev.hybridmim.evaluator.report.EarlyStopReport.Look;
import dev.hybridmim.platform.profile.EarlyStopProfile;
import java.util.ArrayList;
import java.util.List;

/**
 * Decides from the Dice of one look after the other when a fine-tuning ends and which look was the
 * best: the first of the highest ones.
 */
final class EarlyStop {
  private final EarlyStopProfile settings;
  private final int steps;
  private final List<Double> dice = new ArrayList<>();
  private int best = -1;

  /**
   * @param steps that are made at most
   */
  EarlyStop(EarlyStopProfile settings, int steps) {
    this.settings = settings;
    this.steps = steps;
  }

  /** Whether a look follows when so many steps have been made. */
  boolean isDue(int made) {
    return made % settings.everySteps() == 0 || made == steps;
  }

  /**
   * Takes the result of a look.
   *
   * @return whether it is the best so far
   */
  boolean add(double value) {
    dice.add(value);
    if (best >= 0 && value <= dice.get(best)) {
      return false;
    }
    best = dice.size() - 1;
    return true;
  }

  /** Whether as many looks as patience lasts have not been better. */
  boolean isOver() {
    return dice.size() - 1 - best >= settings.patience() && best >= 0;
  }

  /** First to last. */
  List<Look> looks() {
    List<Look> looks = new ArrayList<>();
    for (int number = 0; number < dice.size(); number++) {
      looks.add(new Look(step(number), dice.get(number)));
    }
    return looks;
  }

  /** The best look. There has been one. */
  Look best() {
    return new Look(step(best), dice.get(best));
  }

  private int step(int look) {
    return Math.min((look + 1) * settings.everySteps(), steps);
  }
}
