package dev.hybridmim.trainer.learning;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.EnumMap;
import java.util.Map;

/**
 * Time that a step's phases take, by the clock and by the processors. Processor time is the whole
 * process's, since the tensor library computes on threads of its own.
 */
final class Stopwatch {
  private static final double NANOSECONDS = 1e9;
  private static final OperatingSystemMXBean SYSTEM =
      (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

  private final Map<Phase, Double> wall = new EnumMap<>(Phase.class);
  private final Map<Phase, Double> processor = new EnumMap<>(Phase.class);
  private long lastWall = System.nanoTime();
  private long lastProcessor = SYSTEM.getProcessCpuTime();

  /** What was done since the last call belongs to a phase. */
  void end(Phase phase) {
    long wallNow = System.nanoTime();
    long processorNow = SYSTEM.getProcessCpuTime();
    wall.merge(phase, (wallNow - lastWall) / NANOSECONDS, Double::sum);
    processor.merge(phase, (processorNow - lastProcessor) / NANOSECONDS, Double::sum);
    lastWall = wallNow;
    lastProcessor = processorNow;
  }

  /** Seconds by the clock. */
  PhaseSeconds wall() {
    return seconds(wall);
  }

  /** Seconds of all processors. */
  PhaseSeconds processor() {
    return seconds(processor);
  }

  private static PhaseSeconds seconds(Map<Phase, Double> of) {
    return new PhaseSeconds(
        of.getOrDefault(Phase.DATA, 0.0),
        of.getOrDefault(Phase.MASK, 0.0),
        of.getOrDefault(Phase.ENCODER, 0.0),
        of.getOrDefault(Phase.SECOND_VIEW, 0.0),
        of.getOrDefault(Phase.DECODER, 0.0),
        of.getOrDefault(Phase.LOSSES, 0.0),
        of.getOrDefault(Phase.BACKWARD, 0.0),
        of.getOrDefault(Phase.OPTIMIZER, 0.0));
  }

  /** Parts of a step; {@link PhaseSeconds} says what each is. */
  enum Phase {
    DATA,
    MASK,
    ENCODER,
    SECOND_VIEW,
    DECODER,
    LOSSES,
    BACKWARD,
    OPTIMIZER
  }
}
