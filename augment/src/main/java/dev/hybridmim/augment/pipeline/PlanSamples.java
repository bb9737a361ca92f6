package dev.hybridmim.augment.pipeline;

import dev.hybridmim.augment.plan.Catalogue;
import dev.hybridmim.augment.plan.CatalogueEntry;
import dev.hybridmim.augment.plan.CatalogueSummary;
import dev.hybridmim.augment.plan.TicketPlanner;
import dev.hybridmim.augment.plan.VolumeVisit;
import dev.hybridmim.ingest.beam.MessageCoder;
import dev.hybridmim.platform.message.DemandTicket;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.coders.VarIntCoder;
import org.apache.beam.sdk.coders.VarLongCoder;
import org.apache.beam.sdk.metrics.Counter;
import org.apache.beam.sdk.metrics.Metrics;
import org.apache.beam.sdk.state.BagState;
import org.apache.beam.sdk.state.MapState;
import org.apache.beam.sdk.state.StateSpec;
import org.apache.beam.sdk.state.StateSpecs;
import org.apache.beam.sdk.state.ValueState;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.WithKeys;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.TypeDescriptors;

/**
 * Plans the answers to tickets.
 *
 * <p>In: the catalogue's events, in the order of their offsets, and tickets, in any order. Out: the
 * visits to volumes that answer the tickets.
 *
 * <p>Guarantees: a ticket and the catalogue position it names determine its visits, whatever the
 * order in which tickets and events come; a ticket that has to wait for the catalogue is answered
 * by the event that it waits for. The output is unbounded when an input is. The catalogue is one
 * keyed state, so planning runs on one worker at a time; it costs a few state reads a volume drawn,
 * and no more memory than a ticket's plan and the tickets that wait.
 *
 * <pre>{@code
 * PCollection<VolumeVisit> visits =
 *     PCollectionList.of(volumeEvents).and(tickets).apply(Flatten.pCollections()).apply(PlanSamples.create());
 * }</pre>
 */
public final class PlanSamples
    extends PTransform<PCollection<PlannerInput>, PCollection<VolumeVisit>> {
  private static final long serialVersionUID = 1L;
  private static final int THE_CATALOGUE = 0;

  private PlanSamples() {}

  public static PlanSamples create() {
    return new PlanSamples();
  }

  @Override
  public PCollection<VolumeVisit> expand(PCollection<PlannerInput> input) {
    return input
        .apply(
            "OneCatalogue",
            WithKeys.<Integer, PlannerInput>of(THE_CATALOGUE)
                .withKeyType(TypeDescriptors.integers()))
        .setCoder(KvCoder.of(VarIntCoder.of(), PlannerInput.InputCoder.of()))
        .apply("Plan", ParDo.of(new PlanFn()))
        .setCoder(VolumeVisitCoder.of());
  }

  /** {@link TicketPlanner} over keyed state. */
  private static final class PlanFn extends DoFn<KV<Integer, PlannerInput>, VolumeVisit> {
    private static final long serialVersionUID = 1L;

    @StateId("summary")
    private final StateSpec<ValueState<CatalogueSummary>> summarySpec =
        StateSpecs.value(CatalogueSummaryCoder.of());

    @StateId("entries")
    private final StateSpec<MapState<Integer, CatalogueEntry>> entriesSpec =
        StateSpecs.map(VarIntCoder.of(), CatalogueEntryCoder.of());

    @StateId("indices")
    private final StateSpec<MapState<String, Integer>> indicesSpec =
        StateSpecs.map(StringUtf8Coder.of(), VarIntCoder.of());

    @StateId("earlyExclusions")
    private final StateSpec<MapState<String, Long>> earlyExclusionsSpec =
        StateSpecs.map(StringUtf8Coder.of(), VarLongCoder.of());

    @StateId("exclusions")
    private final StateSpec<MapState<Integer, Long>> exclusionsSpec =
        StateSpecs.map(VarIntCoder.of(), VarLongCoder.of());

    @StateId("numbers")
    private final StateSpec<MapState<String, Integer>> numbersSpec =
        StateSpecs.map(StringUtf8Coder.of(), VarIntCoder.of());

    @StateId("waiting")
    private final StateSpec<BagState<DemandTicket>> waitingSpec =
        StateSpecs.bag(MessageCoder.of(DemandTicket.class, DemandTicket::parseDelimitedFrom));

    /** The first catalogue position at which one of the waiting tickets may be answered. */
    @StateId("wakeAt")
    private final StateSpec<ValueState<Long>> wakeAtSpec = StateSpecs.value(VarLongCoder.of());

    private final Counter ticketsPlanned = Metrics.counter(PlanSamples.class, "ticketsPlanned");
    private final Counter ticketsWaited = Metrics.counter(PlanSamples.class, "ticketsWaited");

    @ProcessElement
    public void process(
        @Element KV<Integer, PlannerInput> element,
        @StateId("summary") ValueState<CatalogueSummary> summary,
        @StateId("entries") MapState<Integer, CatalogueEntry> entries,
        @StateId("indices") MapState<String, Integer> indices,
        @StateId("earlyExclusions") MapState<String, Long> earlyExclusions,
        @StateId("exclusions") MapState<Integer, Long> exclusions,
        @StateId("numbers") MapState<String, Integer> numbers,
        @StateId("waiting") BagState<DemandTicket> waiting,
        @StateId("wakeAt") ValueState<Long> wakeAt,
        OutputReceiver<VolumeVisit> visits) {
      BeamCatalogueState state =
          new BeamCatalogueState(summary, entries, indices, earlyExclusions, exclusions, numbers);
      Catalogue catalogue = new Catalogue(state);
      if (element.getValue() instanceof PlannerInput.Ticket asked) {
        if (!answer(asked.ticket(), catalogue, visits)) {
          ticketsWaited.inc();
          waiting.add(asked.ticket());
          wakeAt.write(earlier(wakeAt.read(), wakePosition(asked.ticket(), catalogue)));
        }
        return;
      }
      takeIn(element.getValue(), catalogue);
      state.save();
      Long wake = wakeAt.read();
      if (wake != null && catalogue.position() >= wake) {
        answerWaiting(waiting, wakeAt, catalogue, visits);
      }
    }

    private static void takeIn(PlannerInput input, Catalogue catalogue) {
      if (input instanceof PlannerInput.CatalogueEvent event) {
        catalogue.append(event.offset(), event.event());
      } else if (input instanceof PlannerInput.CatalogueGap gap) {
        catalogue.skip(gap.offset());
      }
    }

    private boolean answer(
        DemandTicket ticket, Catalogue catalogue, OutputReceiver<VolumeVisit> visits) {
      Optional<List<VolumeVisit>> plan = new TicketPlanner(catalogue).plan(ticket);
      plan.ifPresent(all -> all.forEach(visits::output));
      plan.ifPresent(all -> ticketsPlanned.inc());
      return plan.isPresent();
    }

    private void answerWaiting(
        BagState<DemandTicket> waiting,
        ValueState<Long> wakeAt,
        Catalogue catalogue,
        OutputReceiver<VolumeVisit> visits) {
      List<DemandTicket> stillWaiting = new ArrayList<>();
      Long nextWake = null;
      for (DemandTicket ticket : waiting.read()) {
        if (!answer(ticket, catalogue, visits)) {
          stillWaiting.add(ticket);
          nextWake = earlier(nextWake, wakePosition(ticket, catalogue));
        }
      }
      waiting.clear();
      stillWaiting.forEach(waiting::add);
      if (nextWake == null) {
        wakeAt.clear();
      } else {
        wakeAt.write(nextWake);
      }
    }

    /**
     * A ticket whose position was reached but shows no usable volume looks again at every event.
     */
    private static long wakePosition(DemandTicket ticket, Catalogue catalogue) {
      return Math.max(ticket.getCataloguePosition(), catalogue.position() + 1);
    }

    private static long earlier(Long knownOrNull, long position) {
      return knownOrNull == null ? position : Math.min(knownOrNull, position);
    }
  }
}
