package dev.hybridmim.ingest.bench;

import dev.hybridmim.ingest.measure.Stage;
import dev.hybridmim.ingest.measure.StageWatch;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;

/** Adds up what each stage takes, in wall time and in the working thread's processor time. */
final class StageTimes implements StageWatch {
  private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
  private final long[] wall = new long[Stage.values().length];
  private final long[] cpu = new long[Stage.values().length];
  private Stage current;
  private long wallAtEntry;
  private long cpuAtEntry;

  @Override
  public void enter(Stage stage) {
    long wallNow = System.nanoTime();
    long cpuNow = threads.getCurrentThreadCpuTime();
    if (current != null) {
      wall[current.ordinal()] += wallNow - wallAtEntry;
      cpu[current.ordinal()] += cpuNow - cpuAtEntry;
    }
    current = stage;
    wallAtEntry = wallNow;
    cpuAtEntry = cpuNow;
  }

  /** The last stage is over. */
  void end() {
    enter(null);
  }

  double seconds(Stage stage) {
    return wall[stage.ordinal()] / 1e9;
  }

  double cpuSeconds(Stage stage) {
    return cpu[stage.ordinal()] / 1e9;
  }
}
