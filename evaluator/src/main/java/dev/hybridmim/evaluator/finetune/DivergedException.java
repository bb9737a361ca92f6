package dev.hybridmim.evaluator.finetune;

/**
 * The loss of a fine-tuning was not finite; with the same seed it will not be the next time either.
 */
public final class DivergedException extends Exception {
  private static final long serialVersionUID = 1L;

  DivergedException(int step, double learningRate) {
    super(
        "The loss was not finite at step "
            + step
            + " of fine-tuning with learning rate "
            + learningRate
            + "; choose a smaller evaluator.learningRate.");
  }
}
