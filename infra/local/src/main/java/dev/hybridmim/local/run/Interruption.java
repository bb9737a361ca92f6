package dev.hybridmim.local.run;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Turns Ctrl-C (and a polite kill) into an orderly end.
 *
 * <p>The JVM runs its shutdown hooks and then halts; the hook here asks the run to stop and waits,
 * within a bound, until it has. The exit code stays the signal's: 130 for Ctrl-C, 143 for a polite
 * kill.
 */
public final class Interruption implements AutoCloseable {
  /**
   * How long a trainer is waited for at most: its step, and the snapshot of a large network, which
   * takes minutes to write.
   */
  static final Duration LAST_SNAPSHOT = Duration.ofMinutes(10);

  private static final Duration LONGEST_STOP = LAST_SNAPSHOT.plusMinutes(2);

  private final Thread worker;
  private final Runnable notice;
  private final Thread hook = new Thread(this::onShutdown, "interruption");
  private final CountDownLatch done = new CountDownLatch(1);
  private boolean requested;
  private boolean mayInterrupt = true;

  private Interruption(Thread worker, Runnable notice) {
    this.worker = worker;
    this.notice = notice;
  }

  /**
   * Begins to listen.
   *
   * @param notice called once when an end was asked for
   */
  public static Interruption install(Runnable notice) {
    Interruption interruption = new Interruption(Thread.currentThread(), notice);
    Runtime.getRuntime().addShutdownHook(interruption.hook);
    return interruption;
  }

  /** Whether an end was asked for. */
  synchronized boolean isRequested() {
    return requested;
  }

  /**
   * From here on the run must not be interrupted in what it waits for, because it is stopping
   * already.
   */
  synchronized void letStopInOrder() {
    mayInterrupt = false;
    Thread.interrupted();
  }

  private void onShutdown() {
    synchronized (this) {
      requested = true;
      if (mayInterrupt) {
        worker.interrupt();
      }
    }
    notice.run();
    try {
      done.await(LONGEST_STOP.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** The run has ended and all is said; a JVM that waits in the hook goes on. */
  @Override
  public void close() {
    done.countDown();
    if (!isRequested()) {
      removeHook();
    }
  }

  private void removeHook() {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // The shutdown has begun this very moment; the hook finds the latch open.
      return;
    }
  }
}
