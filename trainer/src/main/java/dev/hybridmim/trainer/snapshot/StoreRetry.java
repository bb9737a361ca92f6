package dev.hybridmim.trainer.snapshot;

import dev.hybridmim.platform.store.ObjectStoreException;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;

/**
 * Repeats a call to the object store while the store says that it may succeed later.
 *
 * @param pauses how long to wait before the second, third, ... attempt
 */
public record StoreRetry(List<Duration> pauses) {
  /** Half a minute in all: a store that restarts is waited for, one that is gone is reported. */
  public static final StoreRetry DEFAULT =
      new StoreRetry(
          List.of(
              Duration.ofMillis(500),
              Duration.ofSeconds(1),
              Duration.ofSeconds(3),
              Duration.ofSeconds(8),
              Duration.ofSeconds(18)));

  /** One attempt. */
  public static final StoreRetry NONE = new StoreRetry(List.of());

  public StoreRetry {
    pauses = List.copyOf(pauses);
  }

  <T> T call(Supplier<T> attempt) throws InterruptedException {
    for (Duration pause : pauses) {
      try {
        return attempt.get();
      } catch (ObjectStoreException e) {
        if (!e.retryable()) {
          throw e;
        }
        Thread.sleep(pause.toMillis());
      }
    }
    return attempt.get();
  }

  void run(Runnable attempt) throws InterruptedException {
    call(
        () -> {
          attempt.run();
          return null;
        });
  }
}
