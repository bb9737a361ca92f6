package dev.hybridmim.trainer.learning;

import ai.djl.engine.Engine;
import ai.djl.pytorch.jni.JniUtils;

/**
 * How many processor threads the tensor library uses. The number is the process's; a thread takes
 * it over when it first computes, so it is set before, on every thread that computes.
 */
final class Threads {
  private final int threads;
  private Thread configured;

  /**
   * Remembers the wish.
   *
   * @param threads 0: as many as there are processors
   */
  Threads(int threads) {
    this.threads = threads == 0 ? Runtime.getRuntime().availableProcessors() : threads;
  }

  /** How many there are. */
  int count() {
    return threads;
  }

  /** Makes the calling thread compute with that many threads. */
  void apply() {
    Thread current = Thread.currentThread();
    if (configured != current) {
      Engine.getInstance();
      JniUtils.setNumThreads(threads);
      configured = current;
    }
  }
}
