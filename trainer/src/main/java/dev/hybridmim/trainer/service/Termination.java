package dev.hybridmim.trainer.service;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Turns the end of the process, when it is asked for from outside, into a request to stop and waits
 * for the work to come to its own end.
 *
 * <p>A Java process that gets SIGTERM runs its shutdown hooks and ends with 143 however well the
 * work ended. The hook here asks, waits, and ends the process with the work's own exit code.
 */
final class Termination {
  // The launcher's pipe watch grants 60 s.
  private static final Duration GRACE = Duration.ofSeconds(50);

  private final AtomicBoolean requested = new AtomicBoolean();
  private final CountDownLatch done = new CountDownLatch(1);
  private final AtomicInteger exitCode = new AtomicInteger(1);

  private Termination() {}

  /** Installs the hook. */
  static Termination install() {
    Termination termination = new Termination();
    Runtime.getRuntime().addShutdownHook(new Thread(termination::onShutdown, "termination"));
    return termination;
  }

  /** True when the process is to end. */
  boolean isRequested() {
    return requested.get();
  }

  /** The work is done, and this is how it went. */
  void finish(int code) {
    exitCode.set(code);
    done.countDown();
  }

  private void onShutdown() {
    if (done.getCount() == 0) {
      // The work ended by itself and is ending the process now.
      return;
    }
    requested.set(true);
    boolean ended = false;
    try {
      ended = done.await(GRACE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    Runtime.getRuntime().halt(ended ? exitCode.get() : 1);
  }
}
