package dev.hybridmim.augment.sample;

import dev.hybridmim.platform.store.ObjectStoreException;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Repeats what failed because the store was away, with growing pauses, a bounded number of times.
 *
 * @param attempts how often at most, at least 1
 * @param firstPause doubled after each failure
 * @param longestPause no pause is longer
 */
record Patience(int attempts, Duration firstPause, Duration longestPause) {
  private static final Logger LOG = LoggerFactory.getLogger(Patience.class);

  /** About twelve seconds in all: a store that restarts is waited for. */
  static final Patience DEFAULT = new Patience(8, Duration.ofMillis(100), Duration.ofSeconds(5));

  /** What is done; may throw what its caller declares. */
  interface Task<E extends Exception> {
    void run() throws E;
  }

  /**
   * Runs a task until it succeeds.
   *
   * @throws ObjectStoreException the last failure, when the store stayed away; any other failure at
   *     once
   */
  <E extends Exception> void run(Task<E> task) throws E {
    Duration pause = firstPause;
    for (int attempt = 1; ; attempt++) {
      try {
        task.run();
        return;
      } catch (ObjectStoreException e) {
        if (!e.retryable() || attempt == attempts) {
          throw e;
        }
        LOG.warn("{} Trying again in {} ms.", e.getMessage(), pause.toMillis());
        sleep(pause, e);
      }
      pause = min(pause.multipliedBy(2), longestPause);
    }
  }

  private static void sleep(Duration pause, ObjectStoreException failure) {
    try {
      Thread.sleep(pause.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw failure;
    }
  }

  private static Duration min(Duration first, Duration second) {
    return first.compareTo(second) <= 0 ? first : second;
  }
}
