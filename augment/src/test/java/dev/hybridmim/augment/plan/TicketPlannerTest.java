package dev.hybridmim.augment.plan;

import static dev.hybridmim.augment.testing.TestTickets.ticket;
import static dev.hybridmim.augment.testing.TestVolumes.excluded;
import static dev.hybridmim.augment.testing.TestVolumes.id;
import static dev.hybridmim.augment.testing.TestVolumes.prepared;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hybridmim.platform.message.DemandTicket;
import dev.hybridmim.platform.message.Volume;
import dev.hybridmim.platform.number.Seeds;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;

class TicketPlannerTest {
  @Property(tries = 300)
  void aTicketsPlanDependsOnItsCataloguePositionAlone(
      @ForAll @IntRange(min = 1, max = 40) int volumes,
      @ForAll @IntRange(max = 60) int later,
      @ForAll long seed) {
    Catalogue catalogue = catalogue(volumes);
    DemandTicket ticket = ticket(3, volumes).setSeed(seed).build();
    List<VolumeVisit> plan = new TicketPlanner(catalogue).plan(ticket).orElseThrow();
    for (int number = volumes; number < volumes + later; number++) {
      catalogue.append(2L * number, prepared(number));
      catalogue.append(2L * number + 1, excluded(number / 2));
    }

    assertThat(new TicketPlanner(catalogue).plan(ticket)).hasValue(plan);
  }

  @Property(tries = 300)
  void everySampleIsPlannedOnceFromUsableVolumes(
      @ForAll @IntRange(min = 1, max = 30) int volumes,
      @ForAll @IntRange(min = 1, max = 50) int samples,
      @ForAll @IntRange(min = 1, max = 60) int perVolume,
      @ForAll @DoubleRange(max = 1) double fresh,
      @ForAll long seed) {
    Catalogue catalogue = catalogue(volumes);
    for (int number = 1; number < volumes; number += 2) {
      catalogue.append(volumes + number, excluded(number));
    }
    DemandTicket ticket =
        ticket(0, catalogue.position())
            .setSamples(samples)
            .setSubVolumesPerVolume(perVolume)
            .setFreshFraction(fresh)
            .setSeed(seed)
            .build();
    List<VolumeVisit> plan = new TicketPlanner(catalogue).plan(ticket).orElseThrow();

    List<Integer> ordinals = new ArrayList<>();
    Set<Volume> chosen = new HashSet<>();
    for (VolumeVisit visit : plan) {
      ordinals.addAll(visit.ordinals());
      chosen.add(visit.volumes().get(0));
      assertThat(visit.ordinals()).hasSizeBetween(1, perVolume);
      assertThat(visit.volumes()).doesNotHaveDuplicates();
      assertThat(visit.volumes())
          .allSatisfy(volume -> assertThat(Integer.parseInt(volume.getId(), 16) % 2).isZero());
    }
    int usable = (volumes + 1) / 2;
    assertThat(ordinals)
        .containsExactlyInAnyOrderElementsOf(IntStream.range(0, samples).boxed().toList());
    assertThat(chosen).hasSize(Math.min(plan.size(), usable));
    assertThat(plan.get(0).volumes()).hasSize(Math.min(4, usable));
  }

  @Example
  void neighboursInABatchComeFromDifferentVolumes() {
    DemandTicket ticket = ticket(0, 100).setSamples(12).setSubVolumesPerVolume(3).build();
    List<VolumeVisit> plan = new TicketPlanner(catalogue(100)).plan(ticket).orElseThrow();

    assertThat(plan).hasSize(4);
    assertThat(plan.get(1).ordinals()).containsExactly(1, 5, 9);
  }

  @Example
  void aTicketWaitsForItsPositionAndForAVolume() {
    Catalogue catalogue = new Catalogue(new HeapCatalogueState());
    TicketPlanner planner = new TicketPlanner(catalogue);
    assertThat(planner.plan(ticket(0, 0).build())).isEmpty();
    catalogue.append(0, excluded(0));
    catalogue.append(1, prepared(0));
    assertThat(planner.plan(ticket(0, 0).build())).isEmpty();
    catalogue.append(2, prepared(1));
    catalogue.append(3, prepared(2));
    assertThat(planner.plan(ticket(0, 5).build())).isEmpty();
    assertThat(volumes(planner.plan(ticket(0, 0).build()).orElseThrow())).containsOnly(id(1));
    catalogue.append(4, prepared(3));
    assertThat(planner.plan(ticket(0, 5).build())).isPresent();
  }

  @Example
  void freshVolumesGetTheirShareAndTheRestIsUniform() {
    int volumes = 80;
    Catalogue catalogue = catalogue(volumes);
    Map<String, Integer> hits = new HashMap<>();
    for (int number = 0; number < 4000; number++) {
      DemandTicket ticket =
          ticket(number, volumes)
              .setSamples(5)
              .setSubVolumesPerVolume(1)
              .setFreshFraction(0.3)
              .build();
      for (VolumeVisit visit : new TicketPlanner(catalogue).plan(ticket).orElseThrow()) {
        hits.merge(visit.volumes().get(0).getId(), 1, Integer::sum);
      }
    }
    int fresh = IntStream.range(70, 80).map(number -> hits.get(id(number))).sum();
    // 30 % of 20,000 visits are fresh, and a tenth or so of the others hits the ten newest by
    // chance.
    assertThat(fresh / 20_000.0).isBetween(0.36, 0.40);
    // The other visits: 14,000 over 80 volumes is 175 each, give or take six standard deviations.
    IntStream.range(0, 70).forEach(number -> assertThat(hits.get(id(number))).isBetween(95, 255));
  }

  @Example
  void allFreshAndAllReplayedAreRespected() {
    Catalogue catalogue = catalogue(160);
    DemandTicket.Builder ticket = ticket(7, 160).setSamples(10).setSubVolumesPerVolume(1);
    List<VolumeVisit> fresh =
        new TicketPlanner(catalogue).plan(ticket.setFreshFraction(1).build()).orElseThrow();

    assertThat(volumes(fresh))
        .allSatisfy(volume -> assertThat(Integer.parseInt(volume, 16)).isBetween(140, 159));
    Set<String> replayed = new HashSet<>();
    for (int number = 0; number < 100; number++) {
      replayed.addAll(
          volumes(
              new TicketPlanner(catalogue)
                  .plan(ticket.setTicket(number).setFreshFraction(0).build())
                  .orElseThrow()));
    }
    assertThat(replayed).hasSizeGreaterThan(150);
  }

  @Example
  void aCatalogueOfWhichNearlyAllIsExcludedStillAnswers() {
    int volumes = 3000;
    Catalogue catalogue = catalogue(volumes);
    for (int number = 0; number < volumes - 1; number++) {
      catalogue.append(volumes + number, excluded(number));
    }
    List<VolumeVisit> plan =
        new TicketPlanner(catalogue).plan(ticket(0, catalogue.position()).build()).orElseThrow();

    assertThat(volumes(plan)).containsOnly(id(volumes - 1));
  }

  @Example
  void seedsFollowTheDocumentedPathAndTheRunsNameHasNoPart() {
    Catalogue catalogue = catalogue(4);
    DemandTicket ticket = ticket(6, 4).build();
    List<VolumeVisit> plan = new TicketPlanner(catalogue).plan(ticket).orElseThrow();
    List<VolumeVisit> other =
        new TicketPlanner(catalogue)
            .plan(ticket.toBuilder().setRunId("run-b").build())
            .orElseThrow();

    assertThat(plan.get(0).plan(4, 0).seed()).isEqualTo(Seeds.derive(4711, 6, 1, 4, 0));
    assertThat(plan.get(0).plan(4, 2).seed()).isEqualTo(Seeds.derive(4711, 6, 1, 4, 2));
    assertThat(plan.get(0).plan(4, 2).key()).isEqualTo("run-a/6/4");
    assertThat(volumes(other)).isEqualTo(volumes(plan));
  }

  private static Catalogue catalogue(int volumes) {
    Catalogue catalogue = new Catalogue(new HeapCatalogueState());
    for (int number = 0; number < volumes; number++) {
      catalogue.append(number, prepared(number));
    }
    return catalogue;
  }

  private static List<String> volumes(List<VolumeVisit> plan) {
    return plan.stream().map(visit -> visit.volumes().get(0).getId()).toList();
  }
}
