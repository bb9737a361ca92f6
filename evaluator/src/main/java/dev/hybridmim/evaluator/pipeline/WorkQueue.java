package dev.hybridmim.evaluator.pipeline;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionService;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * Does work beside the pipeline's thread, so many pieces at a time, so that the pipeline goes on
 * and its checkpoints with it. Asked by one thread.
 *
 * @param <T> what a piece of work comes to
 */
final class WorkQueue<T> implements AutoCloseable {
  private static final Duration END = Duration.ofSeconds(30);

  private final int parallel;
  private final ExecutorService threads;
  private final CompletionService<T> completions;
  private final Map<String, Future<T>> running = new HashMap<>();

  WorkQueue(int parallel) {
    this.parallel = parallel;
    this.threads = Executors.newFixedThreadPool(parallel);
    this.completions = new ExecutorCompletionService<>(threads);
  }

  boolean hasRoom() {
    return running.size() < parallel;
  }

  /** Whether a piece of work was begun and its result not taken yet. */
  boolean holds(String key) {
    return running.containsKey(key);
  }

  void begin(String key, Callable<T> work) {
    if (holds(key) || !hasRoom()) {
      throw new IllegalStateException("There is no room for " + key);
    }
    running.put(key, completions.submit(work));
  }

  /**
   * The result of a piece of work, once, when it is done.
   *
   * @throws RuntimeException what the work threw
   */
  Optional<T> take(String key) throws InterruptedException {
    Future<T> future = running.get(key);
    if (future == null || !future.isDone()) {
      return Optional.empty();
    }
    running.remove(key);
    try {
      return Optional.of(future.get());
    } catch (ExecutionException failure) {
      if (failure.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw new IllegalStateException("The work " + key + " failed", failure.getCause());
    }
  }

  /** Waits until some work is done, but no longer than this. */
  void awaitChange(Duration longest) throws InterruptedException {
    completions.poll(longest.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Interrupts what is running and waits for its end. */
  @Override
  public void close() throws InterruptedException {
    threads.shutdownNow();
    threads.awaitTermination(END.toMillis(), TimeUnit.MILLISECONDS);
  }
}
