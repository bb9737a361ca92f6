package dev.hybridmim.trainer.monitor;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Is told of every step and snapshot, on the thread that trains. */
public interface TrainingMonitor extends AutoCloseable {
  /** A step is done. */
  void step(StepRecord step);

  /** A snapshot of this step is durable. */
  default void snapshot(long step, Instant time) {}

  @Override
  void close();

  /** Tells several, in order, and closes them in the opposite order. */
  static TrainingMonitor all(List<TrainingMonitor> monitors) {
    List<TrainingMonitor> told = List.copyOf(monitors);
    return new TrainingMonitor() {
      @Override
      public void step(StepRecord step) {
        told.forEach(monitor -> monitor.step(step));
      }

      @Override
      public void snapshot(long step, Instant time) {
        told.forEach(monitor -> monitor.snapshot(step, time));
      }

      @Override
      public void close() {
        List<TrainingMonitor> open = new ArrayList<>(told);
        RuntimeException failure = null;
        for (int n = open.size() - 1; n >= 0; n--) {
          try {
            open.get(n).close();
          } catch (RuntimeException e) {
            if (failure == null) {
              failure = e;
            } else {
              failure.addSuppressed(e);
            }
          }
        }
        if (failure != null) {
          throw failure;
        }
      }
    };
  }
}
