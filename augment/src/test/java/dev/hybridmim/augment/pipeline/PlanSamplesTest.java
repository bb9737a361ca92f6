package dev.hybridmim.augment.pipeline;

import static dev.hybridmim.augment.testing.TestTickets.ticket;
import static dev.hybridmim.augment.testing.TestVolumes.excluded;
import static dev.hybridmim.augment.testing.TestVolumes.id;
import static dev.hybridmim.augment.testing.TestVolumes.prepared;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hybridmim.augment.plan.Catalogue;
import dev.hybridmim.augment.plan.HeapCatalogueState;
import dev.hybridmim.augment.plan.TicketPlanner;
import dev.hybridmim.augment.plan.VolumeVisit;
import dev.hybridmim.augment.testing.TestPipelines;
import dev.hybridmim.platform.message.DemandTicket;
import dev.hybridmim.platform.message.VolumeEvent;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.testing.TestPipeline;
import org.apache.beam.sdk.testing.TestStream;
import org.apache.beam.sdk.values.PCollection;
import org.joda.time.Duration;
import org.junit.jupiter.api.Test;

class PlanSamplesTest {
  @Test
  void aTicketThatComesBeforeItsCatalogueWaitsForIt() {
    DemandTicket ticket = ticket(0, 3).build();
    List<VolumeVisit> expected = plan(ticket, prepared(0), prepared(1), prepared(2));

    assertVisits(
        expected, ask(ticket), event(0, prepared(0)), event(1, prepared(1)), event(2, prepared(2)));
  }

  @Test
  void whenTicketsComeBetweenWhichEventsMakesNoDifference() {
    VolumeEvent[] events = {
      prepared(0), prepared(1), excluded(0), prepared(2), prepared(1), excluded(3), prepared(3)
    };
    List<DemandTicket> tickets = new ArrayList<>();
    List<VolumeVisit> expected = new ArrayList<>();
    for (int number = 0; number <= events.length; number++) {
      tickets.add(ticket(number, number).build());
      expected.addAll(plan(tickets.get(number), events));
    }
    for (int seed = 0; seed < 2; seed++) {
      assertVisits(expected, shuffledIn(tickets, events, new Random(seed)));
    }
  }

  @Test
  void anExclusionBeforeOrAfterItsVolumeKeepsItOut() {
    DemandTicket ticket = ticket(0, 5).setSamples(40).setSubVolumesPerVolume(1).build();
    assertVolumes(
        Set.of(id(1)),
        event(0, excluded(0)),
        event(1, prepared(0)),
        event(2, prepared(1)),
        event(3, prepared(2)),
        event(4, excluded(2)),
        ask(ticket));
  }

  @Test
  void anExclusionAtOrBehindTheTicketsPositionIsNotYetTrue() {
    DemandTicket ticket = ticket(0, 1).setSamples(4).build();
    assertVolumes(Set.of(id(0)), event(0, prepared(0)), event(1, excluded(0)), ask(ticket));
  }

  @Test
  void aTicketAskedAgainGetsTheSameVisits() {
    DemandTicket ticket = ticket(4, 2).build();
    List<VolumeVisit> once = plan(ticket, prepared(0), prepared(1));
    List<VolumeVisit> twice = new ArrayList<>(once);
    twice.addAll(once);

    assertVisits(
        twice,
        event(0, prepared(0)),
        event(1, prepared(1)),
        ask(ticket),
        event(2, prepared(2)),
        event(3, excluded(0)),
        ask(ticket));
  }

  @Test
  void recordsThatSayNothingMoveTheCatalogueOn() {
    DemandTicket ticket = ticket(0, 3).build();
    List<VolumeVisit> expected = plan(ticket, prepared(0));
    assertVisits(expected, event(0, prepared(0)), ask(ticket), new PlannerInput.CatalogueGap(2));
  }

  @Test
  void aTicketOfAnEmptyCatalogueIsAnsweredByTheFirstVolume() {
    DemandTicket ticket = ticket(0, 0).setSamples(4).build();
    assertVolumes(Set.of(id(7)), ask(ticket), event(0, prepared(7)), event(1, prepared(8)));
  }

  @Test
  void withoutAnyNewScanForAnHourTheArchiveIsReplayed() {
    int tickets = 12;
    TestStream.Builder<PlannerInput> stream =
        TestStream.create(PlannerInput.InputCoder.of())
            .addElements(event(0, prepared(0)), event(1, prepared(1)), event(2, prepared(2)));
    for (int number = 0; number < tickets; number++) {
      // Fresh would be what came at offset 3 or later, but nothing does.
      DemandTicket ticket = ticket(number, 3).setFreshFrom(3).setFreshFraction(0.5).build();
      stream = stream.advanceProcessingTime(Duration.standardMinutes(5)).addElements(ask(ticket));
    }
    TestPipeline pipeline = TestPipelines.create();
    PCollection<VolumeVisit> visits =
        pipeline.apply(stream.advanceWatermarkToInfinity()).apply(PlanSamples.create());
    PAssert.that(visits)
        .satisfies(
            found -> {
              Set<String> ids = new TreeSet<>();
              int samples = 0;
              for (VolumeVisit visit : found) {
                ids.add(visit.volumes().get(0).getId());
                samples += visit.ordinals().size();
              }
              assertThat(samples).isEqualTo(8 * tickets);
              assertThat(ids).containsExactly(id(0), id(1), id(2));
              return null;
            });
    pipeline.run().waitUntilFinish();
  }

  private static PlannerInput ask(DemandTicket ticket) {
    return new PlannerInput.Ticket(ticket);
  }

  private static PlannerInput event(long offset, VolumeEvent event) {
    return new PlannerInput.CatalogueEvent(offset, event);
  }

  private static List<VolumeVisit> plan(DemandTicket ticket, VolumeEvent... events) {
    Catalogue catalogue = new Catalogue(new HeapCatalogueState());
    for (int offset = 0; offset < events.length; offset++) {
      catalogue.append(offset, events[offset]);
    }
    if (catalogue.position() < ticket.getCataloguePosition()) {
      catalogue.skip(ticket.getCataloguePosition() - 1);
    }
    return new TicketPlanner(catalogue).plan(ticket).orElseThrow();
  }

  private static PlannerInput[] shuffledIn(
      List<DemandTicket> tickets, VolumeEvent[] events, Random random) {
    List<PlannerInput> input = new ArrayList<>();
    for (int offset = 0; offset < events.length; offset++) {
      input.add(event(offset, events[offset]));
    }
    List<DemandTicket> shuffled = new ArrayList<>(tickets);
    Collections.shuffle(shuffled, random);
    for (DemandTicket ticket : shuffled) {
      input.add(random.nextInt(input.size() + 1), ask(ticket));
    }
    return input.toArray(PlannerInput[]::new);
  }

  private static void assertVisits(List<VolumeVisit> expected, PlannerInput... input) {
    run(input, visits -> PAssert.that(visits).containsInAnyOrder(expected));
  }

  private static void assertVolumes(Set<String> expected, PlannerInput... input) {
    run(
        input,
        visits ->
            PAssert.that(visits)
                .satisfies(
                    found -> {
                      Set<String> ids = new TreeSet<>();
                      found.forEach(
                          visit -> visit.volumes().forEach(volume -> ids.add(volume.getId())));
                      assertThat(ids).isEqualTo(expected);
                      return null;
                    }));
  }

  private static void run(PlannerInput[] input, Consumer<PCollection<VolumeVisit>> check) {
    TestPipeline pipeline = TestPipelines.create();
    TestStream.Builder<PlannerInput> stream = TestStream.create(PlannerInput.InputCoder.of());
    for (PlannerInput element : input) {
      stream = stream.addElements(element);
    }
    check.accept(pipeline.apply(stream.advanceWatermarkToInfinity()).apply(PlanSamples.create()));
    pipeline.run().waitUntilFinish();
  }
}
