package dev.hybridmim.augment.plan;

import dev.hybridmim.platform.message.DemandTicket;
import dev.hybridmim.platform.message.Volume;

/**
 * One sample to be cut.
 *
 * @param ticket who asked, and for what
 * @param ordinal number of the sample in the ticket, from 0
 * @param volume what it is cut from
 * @param attempt 0 for the volume that the ticket drew, from 1 for the alternates
 * @param seed from which origin, augmentation and mask are drawn
 */
public record SamplePlan(DemandTicket ticket, int ordinal, Volume volume, int attempt, long seed) {
  /** {@code run/ticket/ordinal}: the key of the sample's record. */
  public String key() {
    return Tickets.name(ticket) + "/" + ordinal;
  }
}
