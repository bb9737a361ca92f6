package dev.hybridmim.evaluator.finetune;

/** Is told how far a piece of work is. */
@FunctionalInterface
public interface Progress {
  /** Tells nobody. */
  Progress SILENT = (phase, done, of) -> {};

  /**
   * @param phase what is being done, a word such as {@code training}
   * @param done how much of it, from 0
   * @param of how much there is
   */
  void at(String phase, int done, int of);
}
