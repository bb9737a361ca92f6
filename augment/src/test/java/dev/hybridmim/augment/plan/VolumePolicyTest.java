package dev.hybridmim.augment.plan;

import static dev.hybridmim.augment.testing.TestTickets.ticket;
import static dev.hybridmim.augment.testing.TestVolumes.excluded;
import static dev.hybridmim.augment.testing.TestVolumes.id;
import static dev.hybridmim.augment.testing.TestVolumes.prepared;
import static dev.hybridmim.augment.testing.TestVolumes.withdrawn;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hybridmim.platform.message.DemandTicket;
import dev.hybridmim.platform.message.Modality;
import dev.hybridmim.platform.message.Volume;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** Whose volumes are drawn how often, and what fresh and withdrawn mean. */
class VolumePolicyTest {
  private static final int TICKETS = 3000;
  private static final int VISITS = 5;

  private final Catalogue catalogue = new Catalogue(new HeapCatalogueState());

  /** Forty CT series of one patient, ten patients with one each, and five MR series. */
  private void archive() {
    for (int number = 0; number < 40; number++) {
      append(prepared(number, Modality.MODALITY_CT, "many"));
    }
    for (int number = 40; number < 50; number++) {
      append(prepared(number, Modality.MODALITY_CT, "patient-" + number));
    }
    for (int number = 50; number < 55; number++) {
      append(prepared(number, Modality.MODALITY_MR, ""));
    }
  }

  @Example
  void unbalancedEveryVolumeIsEquallyLikely() {
    archive();
    Map<String, Double> shares = shares(Volume::getId, plain());
    assertThat(shares).hasSize(55);
    assertThat(shares.values()).allSatisfy(share -> near(share, 1 / 55.0));
  }

  @Example
  void subjectsShareEquallyHoweverManySeriesOneHas() {
    archive();
    Map<String, Double> shares =
        shares(VolumePolicyTest::subjectOrId, plain().setBalanceSubjects(true));
    assertThat(shares).hasSize(16);
    assertThat(shares.values()).allSatisfy(share -> near(share, 1 / 16.0));
    Map<String, Double> volumes = shares(Volume::getId, plain().setBalanceSubjects(true));
    assertThat(volumes).hasSize(55);
    near(volumes.get(id(7)), 1 / 16.0 / 40);
  }

  @Example
  void modalitiesShareEqually() {
    archive();
    Map<String, Double> shares =
        shares(volume -> volume.getModality().name(), plain().setBalanceModalities(true));
    assertThat(shares).hasSize(2);
    assertThat(shares.values()).allSatisfy(share -> near(share, 0.5));
  }

  @Example
  void subjectsShareTheirModalitysPart() {
    archive();
    append(prepared(55, Modality.MODALITY_MR, "many"));
    Map<String, Double> shares =
        shares(
            volume -> volume.getModality().getNumber() + subjectOrId(volume),
            plain().setBalanceModalities(true).setBalanceSubjects(true));
    near(shares.get("1many"), 0.5 / 11);
    near(shares.get("1patient-42"), 0.5 / 11);
    near(shares.get("2many"), 0.5 / 6);
    near(shares.get("2" + id(51)), 0.5 / 6);
  }

  @Example
  void excludedVolumesWeighNothing() {
    archive();
    for (int number = 1; number < 45; number++) {
      append(excluded(number));
    }
    for (int number = 50; number < 55; number++) {
      append(excluded(number));
    }
    Map<String, Double> shares =
        shares(
            VolumePolicyTest::subjectOrId,
            plain().setBalanceModalities(true).setBalanceSubjects(true));
    assertThat(shares.keySet())
        .containsExactlyInAnyOrder(
            "many", "patient-45", "patient-46", "patient-47", "patient-48", "patient-49");
    assertThat(shares.values()).allSatisfy(share -> near(share, 1 / 6.0));
  }

  @Example
  void freshVolumesShareTheirPartEquallyBySubjectAndTheRestIsReplayed() {
    archive();
    long position = catalogue.position();
    for (int number = 100; number < 120; number++) {
      append(prepared(number, Modality.MODALITY_CT, "new"));
    }
    append(prepared(120, Modality.MODALITY_CT, "other"));
    DemandTicket.Builder ticket =
        plain().setSamples(2).setFreshFraction(0.5).setFreshFrom(position).setBalanceSubjects(true);
    Map<String, Double> shares = shares(VolumePolicyTest::subjectOrId, ticket);

    // A quarter as fresh ones, and one of 18 subjects' share of the replayed half.
    near(shares.get("new"), 0.25 + 0.5 / 18);
    near(shares.get("other"), 0.25 + 0.5 / 18);
    near(shares.get("many"), 0.5 / 18);
  }

  @Example
  void withoutFreshVolumesAllIsReplayed() {
    archive();
    Map<String, Double> shares =
        shares(Volume::getId, plain().setFreshFraction(1).setFreshFrom(catalogue.position()));
    assertThat(shares).hasSize(55);
    assertThat(shares.values()).allSatisfy(share -> near(share, 1 / 55.0));
  }

  @Example
  void oneTicketVisitsDifferentVolumesAsLongAsItsGroupsHaveThem() {
    archive();
    List<VolumeVisit> plan =
        plan(plain().setSamples(20).setBalanceModalities(true).setBalanceSubjects(true));
    Map<String, Integer> hits = new TreeMap<>();
    plan.forEach(visit -> hits.merge(visit.volumes().get(0).getId(), 1, Integer::sum));

    assertThat(hits.keySet()).contains(id(50), id(51), id(52), id(53), id(54));
    hits.forEach(
        (volume, count) -> {
          if (Integer.parseInt(volume, 16) < 50) {
            assertThat(count).isOne();
          }
        });
  }

  @Property(tries = 200)
  void aBalancedPlanDependsOnItsCataloguePositionAlone(
      @ForAll @IntRange(min = 1, max = 40) int volumes,
      @ForAll @IntRange(max = 40) int later,
      @ForAll boolean modalities,
      @ForAll boolean subjects,
      @ForAll long seed) {
    Catalogue growing = new Catalogue(new HeapCatalogueState());
    for (int number = 0; number < volumes; number++) {
      growing.append(number, mixed(number));
    }
    DemandTicket ticket =
        ticket(3, volumes)
            .setSeed(seed)
            .setFreshFrom(volumes / 2)
            .setBalanceModalities(modalities)
            .setBalanceSubjects(subjects)
            .build();
    List<VolumeVisit> plan = new TicketPlanner(growing).plan(ticket).orElseThrow();
    for (int number = volumes; number < volumes + later; number++) {
      growing.append(2L * number, mixed(number));
      growing.append(2L * number + 1, excluded(number / 2));
    }
    assertThat(new TicketPlanner(growing).plan(ticket)).hasValue(plan);
  }

  @Example
  void aWithdrawnVolumeLeavesAtOnceWhateverTheTicketsPosition() {
    archive();
    DemandTicket ticket = plain().setSamples(30).setSubVolumesPerVolume(1).build();
    List<VolumeVisit> before = plan(ticket.toBuilder());
    String gone = before.get(3).volumes().get(0).getId();
    append(withdrawn(Integer.parseInt(gone, 16)));
    List<VolumeVisit> after = plan(ticket.toBuilder());

    assertThat(before).hasSameSizeAs(after);
    for (int visit = 0; visit < before.size(); visit++) {
      // What remains keeps its place and with it its seed: as if the objects were gone.
      assertThat(after.get(visit).candidates())
          .isEqualTo(
              before.get(visit).candidates().stream()
                  .filter(candidate -> !candidate.volume().getId().equals(gone))
                  .toList());
    }
    assertThat(after.get(3).plan(3, 0).attempt()).isOne();
  }

  @Example
  void aVolumeHeldBackStaysToTicketsOfBefore() {
    append(prepared(0));
    DemandTicket ticket = plain().build();
    append(excluded(0));
    assertThat(plan(ticket.toBuilder())).hasSize(VISITS);
    append(withdrawn(0));
    assertThat(new TicketPlanner(catalogue).plan(ticket)).isEmpty();
  }

  @Example
  void whenAllThatWasDrawnIsWithdrawnOthersTakeTheirPlace() {
    for (int number = 0; number < 6; number++) {
      append(prepared(number));
    }
    DemandTicket ticket = plain().setSamples(6).build();
    for (int number = 0; number < 5; number++) {
      append(withdrawn(number));
    }
    assertThat(plan(ticket.toBuilder()))
        .allSatisfy(visit -> assertThat(visit.volumes().get(0).getId()).isEqualTo(id(5)));
    append(withdrawn(5));
    assertThat(new TicketPlanner(catalogue).plan(ticket)).isEmpty();
    append(prepared(6));
    Optional<List<VolumeVisit>> plan = new TicketPlanner(catalogue).plan(ticket);
    assertThat(plan).isPresent();
    assertThat(plan.orElseThrow().get(0).volumes().get(0).getId()).isEqualTo(id(6));
    Set<Long> seeds = new HashSet<>();
    plan.orElseThrow().forEach(v -> v.ordinals().forEach(o -> seeds.add(v.plan(o, 0).seed())));
    assertThat(seeds).hasSize(6);
  }

  /** A ticket at the position reached, one sample a visit, nothing fresh, nothing balanced. */
  private DemandTicket.Builder plain() {
    return ticket(0, catalogue.position())
        .setSamples(VISITS)
        .setSubVolumesPerVolume(1)
        .setFreshFraction(0);
  }

  private List<VolumeVisit> plan(DemandTicket.Builder ticket) {
    return new TicketPlanner(catalogue).plan(ticket.build()).orElseThrow();
  }

  /** The share of the first visits of many tickets: later ones avoid what was taken. */
  private Map<String, Double> shares(Function<Volume, String> group, DemandTicket.Builder ticket) {
    Map<String, Double> shares = new TreeMap<>();
    for (int number = 0; number < TICKETS; number++) {
      Volume first = plan(ticket.setTicket(number)).get(0).volumes().get(0);
      shares.merge(group.apply(first), 1.0 / TICKETS, Double::sum);
    }
    return shares;
  }

  /** Within six standard deviations. */
  private static void near(double share, double expected) {
    double deviation = Math.sqrt(expected * (1 - expected) / TICKETS);
    assertThat(share).isBetween(expected - 6 * deviation, expected + 6 * deviation);
  }

  private static String subjectOrId(Volume volume) {
    return volume.getSubject().isEmpty() ? volume.getId() : volume.getSubject();
  }

  private static dev.hybridmim.platform.message.VolumeEvent mixed(int number) {
    return prepared(
        number, Modality.forNumber(number % 4), number % 3 == 0 ? "" : "subject-" + number % 7);
  }

  private void append(dev.hybridmim.platform.message.VolumeEvent event) {
    catalogue.append(catalogue.position(), event);
  }
}
