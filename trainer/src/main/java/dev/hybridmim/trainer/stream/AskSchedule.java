package dev.hybridmim.trainer.stream;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * When a ticket is asked again: after a pause without any new answer, doubled with each repetition
 * up to sixteenfold; in a hurry (a sample came damaged) after an eighth of the pause since it was
 * last asked.
 */
final class AskSchedule {
  private static final int MOST_DOUBLINGS = 4;
  private static final int HURRY_DIVISOR = 8;

  private record Asked(long askedAtNanos, long quietSinceNanos, int repetitions, boolean inHurry) {}

  private final long pauseNanos;
  private final Map<Long, Asked> asked = new HashMap<>();

  AskSchedule(Duration pause) {
    this.pauseNanos = pause.toNanos();
  }

  /** The ticket was asked. */
  void asked(long ticket, long nowNanos) {
    Asked before = asked.get(ticket);
    int repetitions = before == null ? 0 : before.repetitions() + 1;
    asked.put(ticket, new Asked(nowNanos, nowNanos, repetitions, false));
  }

  /**
   * The ticket was asked by an earlier life of the run and its answer is to be read from now on.
   */
  void askedBefore(long ticket, long nowNanos) {
    asked.putIfAbsent(ticket, new Asked(nowNanos, nowNanos, 0, false));
  }

  /** A sample of the ticket arrived that was not there before. */
  void answered(long ticket, long nowNanos) {
    asked.computeIfPresent(
        ticket, (number, last) -> new Asked(last.askedAtNanos(), nowNanos, 0, last.inHurry()));
  }

  /** A sample of the ticket has to be made again. */
  void hurry(long ticket) {
    asked.computeIfPresent(
        ticket,
        (number, last) ->
            new Asked(last.askedAtNanos(), last.quietSinceNanos(), last.repetitions(), true));
  }

  /** True when it is time; also for a ticket that was never asked. */
  boolean isDue(long ticket, long nowNanos) {
    Asked last = asked.get(ticket);
    if (last == null) {
      return true;
    }
    if (last.inHurry() && nowNanos - last.askedAtNanos() >= pauseNanos / HURRY_DIVISOR) {
      return true;
    }
    return nowNanos - last.quietSinceNanos()
        >= pauseNanos << Math.min(last.repetitions(), MOST_DOUBLINGS);
  }

  /** Drops what is known of tickets below this one. */
  void forgetBelow(long ticket) {
    asked.keySet().removeIf(number -> number < ticket);
  }
}
