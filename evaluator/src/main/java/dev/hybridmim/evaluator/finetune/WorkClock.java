package dev.hybridmim.evaluator.finetune;

import dev.hybridmim.evaluator.finetune.FineTuningCheckpoint.Clock;
import java.lang.management.ManagementFactory;

/** Time spent on a piece of work, over all processes that worked on it. */
final class WorkClock {
  private static final double NANOS = 1e9;

  private final long wallStart = System.nanoTime();
  private final long cpuStart = processCpuNanos();
  private Clock before = new Clock(0, 0);

  /** Adds what earlier processes spent. */
  void goOnFrom(Clock earlier) {
    before = earlier;
  }

  Clock now() {
    return new Clock(
        before.seconds() + (System.nanoTime() - wallStart) / NANOS,
        before.cpuSeconds() + (processCpuNanos() - cpuStart) / NANOS);
  }

  private static long processCpuNanos() {
    return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
        .getProcessCpuTime();
  }
}
