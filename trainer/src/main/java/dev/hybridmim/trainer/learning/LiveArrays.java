package dev.hybridmim.trainer.learning;

import ai.djl.ndarray.NDManager;

/** Counts native arrays, to find leaks. */
final class LiveArrays {
  private LiveArrays() {}

  /** Arrays that belong to a manager or one below it. */
  static long count(NDManager manager) {
    return manager.getManagedArrays().size();
  }
}
