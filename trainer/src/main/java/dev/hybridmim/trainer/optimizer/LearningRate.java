package dev.hybridmim.trainer.optimizer;

import dev.hybridmim.platform.profile.TrainerProfile;

/**
 * The learning rate of every step: rises linearly from 0 at step 0 to the base at the end of the
 * warm-up, then stays, or falls like half a cosine to 0 at the last planned step and stays there.
 *
 * @param base after the warm-up
 * @param warmUpSteps 0: none
 * @param schedule after the warm-up
 * @param plannedSteps where the cosine ends
 */
public record LearningRate(
    double base, int warmUpSteps, TrainerProfile.Schedule schedule, int plannedSteps) {

  /** The schedule of a profile. */
  public static LearningRate of(TrainerProfile profile) {
    return new LearningRate(
        profile.learningRate(), profile.warmUpSteps(), profile.schedule(), profile.plannedSteps());
  }

  /** The rate at a step. */
  public double at(long step) {
    if (step < warmUpSteps) {
      return base * step / warmUpSteps;
    }
    return switch (schedule) {
      case CONSTANT -> base;
      case COSINE -> {
        double progress = Math.min(1, (double) (step - warmUpSteps) / (plannedSteps - warmUpSteps));
        yield base * 0.5 * (1 + Math.cos(Math.PI * progress));
      }
    };
  }
}
