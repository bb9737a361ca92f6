package dev.hybridmim.trainer.stream;

import dev.hybridmim.platform.message.DemandTicket;
import dev.hybridmim.platform.number.Seeds;
import java.util.OptionalLong;

/**
 * Which volumes are fresh to the next ticket of a run: those that arrived during the run, until
 * each was visited as a fresh one so often as the profile says, on average.
 *
 * <p>The fresh volumes are a queue. The first ticket of a run finds it empty: what was there before
 * is the archive. A ticket whose share of fresh visits is {@code a} (or as many as there are fresh
 * volumes, when these are fewer) lets the {@code a / visits} oldest of them go, the fraction by a
 * draw. So a volume gets its visits on average whether few arrive or many, and when none arrives
 * any more the queue runs empty and everything is replayed.
 */
final class FreshWindow {
  /** Branch of the trainer's seed; the others are the tickets' numbers alone. */
  private static final long FRESH = 0x6672657368L;

  private final long seed;
  private final int visits;

  /**
   * Creates the rule.
   *
   * @param visits how often a volume is visited as a fresh one; 0: the rule does not apply
   */
  FreshWindow(long seed, int visits) {
    this.seed = seed;
    this.visits = visits;
  }

  /**
   * The offset from which on volumes are fresh.
   *
   * @param beforeOrNull the ticket before this one, null when there is none
   * @param ticket number of the new ticket
   * @param position the new ticket's catalogue position
   */
  OptionalLong freshFrom(
      DemandTicket beforeOrNull, long ticket, long position, UsableVolumes volumes) {
    if (visits == 0) {
      return OptionalLong.empty();
    }
    if (beforeOrNull == null || !beforeOrNull.hasFreshFrom()) {
      return OptionalLong.of(position);
    }
    long from = beforeOrNull.getFreshFrom();
    int fresh = volumes.count(from, beforeOrNull.getCataloguePosition());
    double retired = Math.min(freshVisits(beforeOrNull), fresh) / visits;
    double fraction = Seeds.random(Seeds.derive(seed, FRESH, ticket)).nextDouble();
    return OptionalLong.of(
        volumes.behind(
            from, (int) Math.floor(retired + fraction), beforeOrNull.getCataloguePosition()));
  }

  private static double freshVisits(DemandTicket ticket) {
    double volumes = Math.ceil((double) ticket.getSamples() / ticket.getSubVolumesPerVolume());
    return volumes * ticket.getFreshFraction();
  }
}
