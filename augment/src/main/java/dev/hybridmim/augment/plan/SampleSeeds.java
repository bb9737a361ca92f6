package dev.hybridmim.augment.plan;

import dev.hybridmim.platform.message.DemandTicket;
import dev.hybridmim.platform.number.Seeds;

/** The seeds that a ticket's seed branches into. */
final class SampleSeeds {
  private static final long PLAN = 0;
  private static final long SAMPLES = 1;
  private static final long SUBSTITUTES = 2;

  private SampleSeeds() {}

  /** From which the volumes of a ticket are drawn. */
  static long ofPlan(DemandTicket ticket) {
    return Seeds.derive(ticket.getSeed(), ticket.getTicket(), PLAN);
  }

  /** From which a visit's volumes are drawn when all that were drawn are withdrawn. */
  static long ofSubstitutes(DemandTicket ticket, int visit) {
    return Seeds.derive(ticket.getSeed(), ticket.getTicket(), SUBSTITUTES, visit);
  }

  /** From which origin, augmentation and mask of a sample are drawn. */
  static long ofSample(DemandTicket ticket, int ordinal, int attempt) {
    return Seeds.derive(ticket.getSeed(), ticket.getTicket(), SAMPLES, ordinal, attempt);
  }
}
