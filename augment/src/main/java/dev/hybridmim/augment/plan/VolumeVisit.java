package dev.hybridmim.augment.plan;

import dev.hybridmim.platform.message.DemandTicket;
import dev.hybridmim.platform.message.Volume;
import java.util.List;

/**
 * The samples of a ticket that are cut from one volume while it is at hand.
 *
 * @param ticket who asked, and for what
 * @param ordinals the samples' numbers in the ticket, ascending
 * @param volumes the volume drawn, then the alternates to turn to, in this order, for a sample that
 *     can't be cut from it
 */
public record VolumeVisit(DemandTicket ticket, List<Integer> ordinals, List<Volume> volumes) {
  public VolumeVisit {
    ordinals = List.copyOf(ordinals);
    volumes = List.copyOf(volumes);
  }

  /** How often a sample can be tried. */
  public int attempts() {
    return volumes.size();
  }

  /**
   * The plan of a sample.
   *
   * @param attempt 0 for the volume drawn, from 1 for the alternates
   */
  public SamplePlan plan(int ordinal, int attempt) {
    return new SamplePlan(
        ticket, ordinal, volumes.get(attempt), SampleSeeds.ofSample(ticket, ordinal, attempt));
  }
}
