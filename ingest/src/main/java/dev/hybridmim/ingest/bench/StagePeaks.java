package dev.hybridmim.ingest.bench;

import dev.hybridmim.ingest.measure.Stage;
import dev.hybridmim.ingest.measure.StageWatch;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.util.List;

/** The most heap that each stage uses, above what was in use at the beginning. */
final class StagePeaks implements StageWatch {
  private final List<MemoryPoolMXBean> pools =
      ManagementFactory.getMemoryPoolMXBeans().stream()
          .filter(pool -> pool.getType() == MemoryType.HEAP)
          .toList();
  private final long[] peaks = new long[Stage.values().length];
  private final long base;
  private Stage current;

  StagePeaks() {
    collect();
    base = used();
  }

  @Override
  public void enter(Stage stage) {
    if (stage == current) {
      return;
    }
    if (current != null) {
      long peak = pools.stream().mapToLong(pool -> pool.getPeakUsage().getUsed()).sum() - base;
      peaks[current.ordinal()] = Math.max(peaks[current.ordinal()], peak);
    }
    current = stage;
    collect();
    pools.forEach(MemoryPoolMXBean::resetPeakUsage);
  }

  /** The last stage is over. */
  void end() {
    enter(null);
  }

  long bytes(Stage stage) {
    return peaks[stage.ordinal()];
  }

  private long used() {
    return pools.stream().mapToLong(pool -> pool.getUsage().getUsed()).sum();
  }

  // What is measured is what has to be there, and not how lazy the collector is.
  private static void collect() {
    System.gc();
  }
}
