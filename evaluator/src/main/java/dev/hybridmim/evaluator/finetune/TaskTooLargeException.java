package dev.hybridmim.evaluator.finetune;

/** The training cases of a task don't fit into this process's memory. */
public final class TaskTooLargeException extends Exception {
  private static final long serialVersionUID = 1L;

  TaskTooLargeException(int fitting, int cases, long limitBytes) {
    super(
        "Only "
            + fitting
            + " of "
            + cases
            + " training cases fit into the "
            + (limitBytes >> 20)
            + " MiB that this worker may hold of them; give workers a larger heap or choose a smaller"
            + " evaluator.labelFraction.");
  }
}
