package dev.hybridmim.augment.plan;

import dev.hybridmim.platform.message.DemandTicket;
import dev.hybridmim.platform.message.Volume;
import java.util.ArrayList;
import java.util.List;

/**
 * The samples of a ticket that are cut from one volume while it is at hand.
 *
 * @param ticket who asked, and for what
 * @param ordinals the samples' numbers in the ticket, ascending
 * @param candidates the volume drawn, then the alternates to turn to, in this order, for a sample
 *     that can't be cut from it
 */
public record VolumeVisit(DemandTicket ticket, List<Integer> ordinals, List<Candidate> candidates) {
  /**
   * A volume that a sample may be cut from.
   *
   * @param attempt 0 for the volume drawn, from 1 for the alternates; withdrawn volumes leave gaps
   */
  public record Candidate(int attempt, Volume volume) {}

  public VolumeVisit {
    ordinals = List.copyOf(ordinals);
    candidates = List.copyOf(candidates);
  }

  /** A visit to a volume, and the alternates to it, none of which is withdrawn. */
  public static VolumeVisit of(DemandTicket ticket, List<Integer> ordinals, List<Volume> volumes) {
    List<Candidate> candidates = new ArrayList<>();
    for (Volume volume : volumes) {
      candidates.add(new Candidate(candidates.size(), volume));
    }
    return new VolumeVisit(ticket, ordinals, candidates);
  }

  /** The candidates' volumes. */
  public List<Volume> volumes() {
    return candidates.stream().map(Candidate::volume).toList();
  }

  /** How often a sample can be tried. */
  public int attempts() {
    return candidates.size();
  }

  /**
   * The plan of a sample.
   *
   * @param number of the candidate, from 0
   */
  public SamplePlan plan(int ordinal, int number) {
    Candidate candidate = candidates.get(number);
    return new SamplePlan(
        ticket,
        ordinal,
        candidate.volume(),
        candidate.attempt(),
        SampleSeeds.ofSample(ticket, ordinal, candidate.attempt()));
  }
}
