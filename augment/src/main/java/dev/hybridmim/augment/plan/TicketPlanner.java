package dev.hybridmim.augment.plan;

import dev.hybridmim.augment.random.Draws;
import dev.hybridmim.platform.message.DemandTicket;
import dev.hybridmim.platform.message.Volume;
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
    return position.isEmpty()
        ? Optional.empty()
        : Optional.of(planAt(position.getAsLong(), ticket));
  }

  private List<VolumeVisit> planAt(long position, DemandTicket ticket) {
    int samples = ticket.getSamples();
    int perVolume = Math.min(ticket.getSubVolumesPerVolume(), samples);
    int visits = (samples + perVolume - 1) / perVolume;
    double share = ticket.getFreshFraction();
    Draws draws = new Draws(SampleSeeds.ofPlan(ticket));
    double offset = draws.fraction();
    VolumeChoice choice = new VolumeChoice(catalogue, position, draws);
    List<VolumeVisit> plan = new ArrayList<>(visits);
    for (int visit = 0; visit < visits; visit++) {
      boolean fresh = Math.floor((visit + 1) * share + offset) > Math.floor(visit * share + offset);
      int index = fresh ? choice.takeFresh(visits) : choice.takeAny();
      plan.add(
          new VolumeVisit(ticket, ordinals(visit, visits, samples), withAlternates(index, choice)));
    }
    return plan;
  }

  private static List<Integer> ordinals(int first, int step, int end) {
    List<Integer> ordinals = new ArrayList<>();
    for (int ordinal = first; ordinal < end; ordinal += step) {
      ordinals.add(ordinal);
    }
    return ordinals;
  }

  private List<Volume> withAlternates(int index, VolumeChoice choice) {
    List<Volume> volumes = new ArrayList<>(1 + ALTERNATES);
    BitSet drawn = new BitSet();
    OptionalInt next = OptionalInt.of(index);
    while (next.isPresent()) {
      drawn.set(next.getAsInt());
      volumes.add(catalogue.entry(next.getAsInt()).volume());
      next = volumes.size() <= ALTERNATES ? choice.other(drawn) : OptionalInt.empty();
    }
    return volumes;
  }
}
