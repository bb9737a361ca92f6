package dev.hybridmim.augment.plan;

import dev.hybridmim.augment.plan.VolumeVisit.Candidate;
import dev.hybridmim.augment.random.Draws;
import dev.hybridmim.platform.message.DemandTicket;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * Plans the answer to a ticket; the procedure is specified in this package's documentation.
 *
 * <p>In: a ticket that {@link Tickets#check} lets pass, and the catalogue. Out: the visits to
 * volumes that yield its samples, or nothing while the catalogue has not come far enough.
 */
public final class TicketPlanner {
  private static final int ALTERNATES = 3;

  private final Catalogue catalogue;

  public TicketPlanner(Catalogue catalogue) {
    this.catalogue = catalogue;
  }

  /** The visits, or nothing when the ticket has to wait for the catalogue. */
  public Optional<List<VolumeVisit>> plan(DemandTicket ticket) {
    OptionalLong position = catalogue.answeringPosition(ticket.getCataloguePosition());
    return position.isEmpty() ? Optional.empty() : planAt(position.getAsLong(), ticket);
  }

  private Optional<List<VolumeVisit>> planAt(long position, DemandTicket ticket) {
    int samples = ticket.getSamples();
    int perVolume = Math.min(ticket.getSubVolumesPerVolume(), samples);
    int visits = (samples + perVolume - 1) / perVolume;
    double share = ticket.getFreshFraction();
    Draws draws = new Draws(SampleSeeds.ofPlan(ticket));
    double offset = draws.fraction();
    VolumeChoice choice = new VolumeChoice(catalogue, ticket, position, draws);
    List<VolumeVisit> plan = new ArrayList<>(visits);
    for (int visit = 0; visit < visits; visit++) {
      boolean fresh = Math.floor((visit + 1) * share + offset) > Math.floor(visit * share + offset);
      int index = fresh ? choice.takeFresh(visits) : choice.takeAny();
      List<Candidate> candidates = candidates(index, choice);
      if (candidates.isEmpty()) {
        candidates = substitutes(position, ticket, visit);
      }
      if (candidates.isEmpty()) {
        return Optional.empty();
      }
      plan.add(new VolumeVisit(ticket, ordinals(visit, visits, samples), candidates));
    }
    return Optional.of(plan);
  }

  private static List<Integer> ordinals(int first, int step, int end) {
    List<Integer> ordinals = new ArrayList<>();
    for (int ordinal = first; ordinal < end; ordinal += step) {
      ordinals.add(ordinal);
    }
    return ordinals;
  }

  /** A volume and its alternates; those that were withdrawn since are drawn, and left out. */
  private List<Candidate> candidates(int index, VolumeChoice choice) {
    List<Candidate> candidates = new ArrayList<>(1 + ALTERNATES);
    BitSet drawn = new BitSet();
    OptionalInt next = OptionalInt.of(index);
    for (int attempt = 0; next.isPresent(); attempt++) {
      drawn.set(next.getAsInt());
      CatalogueEntry entry = catalogue.entry(next.getAsInt());
      if (!entry.withdrawn()) {
        candidates.add(new Candidate(attempt, entry.volume()));
      }
      next = attempt < ALTERNATES ? choice.other(drawn) : OptionalInt.empty();
    }
    return candidates;
  }

  /**
   * Volumes for a visit of which all that was drawn is withdrawn: of those at the ticket's position
   * that are not, or else of those there are by now.
   */
  private List<Candidate> substitutes(long position, DemandTicket ticket, int visit) {
    Draws draws = new Draws(SampleSeeds.ofSubstitutes(ticket, visit));
    List<Candidate> candidates = new ArrayList<>();
    for (long at : new long[] {position, catalogue.position()}) {
      int announced = catalogue.announced(at);
      int first = draws.below(announced);
      for (int step = 0; step < announced && candidates.size() < ALTERNATES; step++) {
        CatalogueEntry entry = catalogue.entry((first + step) % announced);
        if (entry.usableAt(at) && !entry.withdrawn()) {
          candidates.add(new Candidate(1 + ALTERNATES + candidates.size(), entry.volume()));
        }
      }
      if (!candidates.isEmpty()) {
        break;
      }
    }
    return candidates;
  }
}
