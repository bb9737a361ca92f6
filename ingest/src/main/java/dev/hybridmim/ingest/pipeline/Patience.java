package dev.hybridmim.ingest.pipeline;

import dev.hybridmim.platform.store.ObjectStoreException;
import java.io.Serializable;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Repeats what fails because the store is away or busy, waiting twice as long each time, until the
 * patience is spent; then the failure goes on and the runner takes over.
 *
 * @param firstWait before the second attempt
 * @param longestWait between two attempts
 * @param total no attempt starts later than this after the first one
 */
public record Patience(Duration firstWait, Duration longestWait, Duration total)
    implements Serializable {
  private static final Logger LOG = LoggerFactory.getLogger(Patience.class);

  /** Half a second at first, a minute in all: well below a checkpoint's timeout. */
  public static final Patience DEFAULT =
      new Patience(Duration.ofMillis(500), Duration.ofSeconds(10), Duration.ofSeconds(60));

  public Patience {
    Objects.requireNonNull(firstWait, "firstWait");
    Objects.requireNonNull(longestWait, "longestWait");
    Objects.requireNonNull(total, "total");
  }

  /**
   * The result of the first attempt that does not fail for the store's absence.
   *
   * @throws ObjectStoreException when it is still away at the end, or at once when repeating can't
   *     help
   */
  public <T> T call(Callable<T> attempt) throws Exception {
    long end = System.nanoTime() + total.toNanos();
    Duration wait = firstWait;
    while (true) {
      try {
        return attempt.call();
      } catch (ObjectStoreException e) {
        if (!e.retryable() || System.nanoTime() + wait.toNanos() > end) {
          throw e;
        }
        LOG.warn("Tried again in {} ms: {}", wait.toMillis(), e.getMessage());
      }
      TimeUnit.NANOSECONDS.sleep(wait.toNanos());
      Duration doubled = wait.multipliedBy(2);
      wait = doubled.compareTo(longestWait) < 0 ? doubled : longestWait;
    }
  }
}
