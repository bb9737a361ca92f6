package dev.hybridmim.augment.pipeline;

import static dev.hybridmim.augment.testing.TestTickets.ticket;
import static dev.hybridmim.augment.testing.TestVolumes.announced;
import static dev.hybridmim.augment.testing.TestVolumes.id;
import static dev.hybridmim.augment.testing.TestVolumes.prepared;
import static dev.hybridmim.augment.testing.TestVolumes.stored;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hybridmim.augment.plan.Catalogue;
import dev.hybridmim.augment.plan.HeapCatalogueState;
import dev.hybridmim.augment.plan.SamplePlan;
import dev.hybridmim.augment.plan.TicketPlanner;
import dev.hybridmim.augment.plan.VolumeVisit;
import dev.hybridmim.augment.sample.StoreVolumeLibrary;
import dev.hybridmim.augment.sample.UnusableVolumeException;
import dev.hybridmim.augment.sample.VisitCutter;
import dev.hybridmim.augment.testing.TestPipelines;
import dev.hybridmim.platform.message.DemandTicket;
import dev.hybridmim.platform.message.Reject;
import dev.hybridmim.platform.message.Sample;
import dev.hybridmim.platform.message.Volume;
import dev.hybridmim.platform.store.FileObjectStore;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.testing.TestPipeline;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.SerializableFunction;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CutSubVolumesTest {
  @TempDir Path directory;

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 4})
  void samplesAreTheSameAtAnyParallelism(int workers) {
    List<VolumeVisit> visits = visits(6);
    List<Sample> expected = cutHere(visits);

    run(
        workers,
        visits,
        samples -> {
          assertThat(samples).containsExactlyInAnyOrderElementsOf(expected);
          return null;
        },
        rejects -> {
          assertThat(rejects).isEmpty();
          return null;
        });
  }

  @Test
  void whatAMissingVolumeOwesComesFromOthersAndIsReportedOnce() {
    List<VolumeVisit> visits = new ArrayList<>();
    Volume missing = announced(99);
    for (VolumeVisit visit : visits(3)) {
      visits.add(
          VolumeVisit.of(
              visit.ticket(), visit.ordinals(), List.of(missing, visit.volumes().get(0))));
    }
    int expected = visits.stream().mapToInt(visit -> visit.ordinals().size()).sum();

    run(
        1,
        visits,
        samples -> {
          Set<String> keys = new HashSet<>();
          for (Sample sample : samples) {
            keys.add(sample.getTicket() + "/" + sample.getOrdinal());
            assertThat(sample.getVolumeId()).isNotEqualTo(id(99));
          }
          assertThat(keys).hasSize(expected);
          return null;
        },
        rejects -> {
          assertThat(rejects)
              .allSatisfy(
                  reject -> {
                    assertThat(reject.getStage()).isEqualTo("augment");
                    assertThat(reject.getReference()).isEqualTo("volumes/" + id(99));
                    assertThat(reject.getReason()).isEqualTo("unusable-volume");
                    assertThat(reject.getMessage()).contains("does not exist");
                  });
          // Once a worker; the direct runner may start several.
          assertThat(rejects).hasSizeLessThan(expected);
          return null;
        });
  }

  @Test
  void aSampleThatNoVolumeYieldsIsReported() {
    VolumeVisit hopeless =
        VolumeVisit.of(ticket(5, 1).build(), List.of(2), List.of(announced(98), announced(99)));

    run(
        1,
        List.of(hopeless),
        samples -> {
          assertThat(samples).isEmpty();
          return null;
        },
        rejects -> {
          assertThat(rejects)
              .extracting(Reject::getReference)
              .containsExactlyInAnyOrder("volumes/" + id(98), "volumes/" + id(99), "run-a/5/2");
          assertThat(rejects)
              .filteredOn(reject -> reject.getReason().equals("unanswered-sample"))
              .allMatch(Reject::getRetryable)
              .hasSize(1);
          return null;
        });
  }

  private List<VolumeVisit> visits(int tickets) {
    FileObjectStore store = new FileObjectStore(directory);
    Catalogue catalogue = new Catalogue(new HeapCatalogueState());
    for (int number = 0; number < 5; number++) {
      catalogue.append(number, prepared(stored(store, number, 30, 20 + number, 12)));
    }
    return IntStream.range(0, tickets)
        .mapToObj(number -> ticket(number, 5).build())
        .flatMap(
            (DemandTicket ticket) ->
                new TicketPlanner(catalogue).plan(ticket).orElseThrow().stream())
        .toList();
  }

  private List<Sample> cutHere(List<VolumeVisit> visits) {
    List<Sample> samples = new ArrayList<>();
    VisitCutter.Receiver receiver =
        new VisitCutter.Receiver() {
          @Override
          public void sample(Sample sample) {
            samples.add(sample);
          }

          @Override
          public void unusableVolume(UnusableVolumeException why) {
            throw why;
          }

          @Override
          public void unanswered(SamplePlan lastPlan) {
            throw new AssertionError(lastPlan.key());
          }
        };
    VisitCutter cutter =
        new VisitCutter(new StoreVolumeLibrary(new FileObjectStore(directory), 1 << 20));
    visits.forEach(visit -> cutter.cut(visit, receiver));
    return samples;
  }

  private void run(
      int workers,
      List<VolumeVisit> visits,
      SerializableFunction<Iterable<Sample>, Void> samples,
      SerializableFunction<Iterable<Reject>, Void> rejects) {
    TestPipeline pipeline = TestPipelines.create(workers);
    String store = directory.toString();
    PCollectionTuple cut =
        pipeline
            .apply(Create.of(visits).withCoder(VolumeVisitCoder.of()))
            .apply(
                CutSubVolumes.from(
                    () -> new StoreVolumeLibrary(new FileObjectStore(Path.of(store)), 1 << 20)));
    PAssert.that(cut.get(CutSubVolumes.SAMPLES)).satisfies(samples);
    PAssert.that(cut.get(CutSubVolumes.REJECTS)).satisfies(rejects);
    pipeline.run().waitUntilFinish();
  }
}
