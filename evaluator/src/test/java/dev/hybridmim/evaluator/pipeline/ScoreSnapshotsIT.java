package dev.hybridmim.evaluator.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.MessageLite;
import dev.hybridmim.evaluator.champion.Champions;
import dev.hybridmim.evaluator.network.FineTunedNetwork;
import dev.hybridmim.evaluator.network.NetworkStore;
import dev.hybridmim.evaluator.predict.Predictor;
import dev.hybridmim.evaluator.predict.Segmentation;
import dev.hybridmim.evaluator.report.BaselineReport;
import dev.hybridmim.evaluator.task.SegmentationTask;
import dev.hybridmim.evaluator.testing.SmallTask;
import dev.hybridmim.evaluator.testing.TestProfiles;
import dev.hybridmim.evaluator.testing.TestSnapshots;
import dev.hybridmim.evaluator.worker.WorkerSettings;
import dev.hybridmim.ingest.beam.MessageCoder;
import dev.hybridmim.ingest.image.Image;
import dev.hybridmim.ingest.image.ReadLimits;
import dev.hybridmim.ingest.nifti.NiftiReader;
import dev.hybridmim.platform.message.Reject;
import dev.hybridmim.platform.message.ScoreEvent;
import dev.hybridmim.platform.message.SnapshotEvent;
import dev.hybridmim.platform.profile.Profile;
import dev.hybridmim.platform.store.FileObjectStore;
import dev.hybridmim.platform.store.ObjectStore;
import dev.hybridmim.trainer.snapshot.Provenance;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.beam.runners.direct.DirectOptions;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.sdk.testing.TestPipeline;
import org.apache.beam.sdk.testing.TestStream;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The transform with real snapshots, real workers and a directory as the object store. */
class ScoreSnapshotsIT {
  private static final Profile PROFILE = TestProfiles.withBudget(3);

  /** Each waits up to a second for work in hand. */
  private static final int LOOKS = 180;

  @TempDir Path directory;

  @Test
  @Timeout(300)
  void scoresWhatIsSoundRejectsWhatIsNotAndMakesAChampion() throws Exception {
    Path taskDirectory = SmallTask.write(directory.resolve("task"), 4).directory();
    SegmentationTask task = SegmentationTask.read(taskDirectory);
    ScoringPlan plan = ScoringPlan.of(List.of(task), PROFILE);
    String storeDirectory = directory.resolve("store").toString();
    SnapshotEvent sound;
    SnapshotEvent missing;
    SnapshotEvent leaking;
    try (ObjectStore store = new FileObjectStore(Path.of(storeDirectory))) {
      sound = snapshot(store, 10, Provenance.NONE);
      missing =
          sound.toBuilder().setStep(20).setObjectPrefix("snapshots/test-run/000000000020/").build();
      String heldBack = plan.items().get(0).heldBackIds().get(0);
      leaking = snapshot(store, 30, new Provenance(new TreeMap<>(Map.of(heldBack, 7L))));
    }

    TestPipeline pipeline = pipeline();
    PCollectionTuple results =
        pipeline
            .apply(arriving(sound, missing, leaking))
            .apply(
                ScoreSnapshots.on(plan)
                    .withStore(() -> new FileObjectStore(Path.of(storeDirectory)))
                    .withWorkers(
                        new WorkerSettings(
                            directory.resolve("work").toString(), 512, Duration.ofMinutes(10), 1)));
    results
        .get(ScoreSnapshots.SCORES)
        .apply("keep scores", ParDo.of(new Keep<>(storeDirectory, "scores")));
    results
        .get(ScoreSnapshots.REJECTS)
        .apply("keep rejects", ParDo.of(new Keep<>(storeDirectory, "rejects")));
    results
        .get(ScoreSnapshots.PROMOTIONS)
        .apply("keep promotions", ParDo.of(new Keep<>(storeDirectory, "promotions")));
    pipeline.run().waitUntilFinish();

    try (ObjectStore store = new FileObjectStore(Path.of(storeDirectory))) {
      assertThat(kept(store, "scores")).containsExactly("test-run/10/small-balls");
      checkScore(ScoreEvent.parseFrom(store.get("kept/scores/test-run/10/small-balls", 1 << 20)));
      assertThat(kept(store, "promotions")).containsExactly("small-balls/1");
      assertThat(kept(store, "rejects"))
          .containsExactly(
              "evaluator/snapshots/test-run/000000000020",
              "evaluator/snapshots/test-run/000000000030");
      assertThat(reason(store, 20)).isEqualTo("snapshot-missing");
      assertThat(reason(store, 30)).isEqualTo("held-back-case-seen");
      assertThat(store.stat("reports/scores/test-run/10/small-balls.json")).isPresent();
      assertThat(store.stat(BaselineReport.key(plan.items().get(0).settingsDigest()))).isPresent();
      assertThat(new Champions(store).current("small-balls"))
          .hasValueSatisfying(champion -> assertThat(champion.isOf("test-run", 10)).isTrue());
      segmentsAScan(store, task);
    }
  }

  /** The kept network segments an image of the task on the image's own voxels. */
  private void segmentsAScan(ObjectStore store, SegmentationTask task) throws Exception {
    NetworkStore networks = new NetworkStore(store);
    FineTunedNetwork network = networks.find("small-balls", "test-run", 10);
    Path weights = directory.resolve("network.safetensors");
    networks.download(network, weights);
    Path scan = task.cases().get(0).image();
    Image image = NiftiReader.read(scan, "a ball", ReadLimits.ofThisProcess(1));
    Segmentation segmentation =
        new Predictor(network, weights).segment(List.of(image), ReadLimits.ofThisProcess(1));
    assertThat(segmentation.labels().shape()).containsExactly(image.shape());
    assertThat(segmentation.labels().grid().affine()).isEqualTo(image.affine());
    long labelled = 0;
    for (byte label : segmentation.labels().labels()) {
      assertThat(label).isBetween((byte) 0, (byte) 2);
      labelled += label > 0 ? 1 : 0;
    }
    assertThat(segmentation.voxels().stream().mapToLong(Long::longValue).sum()).isEqualTo(labelled);
    assertThatThrownBy(() -> networks.find("small-balls", "test-run", 30))
        .hasMessageContaining("those of test-run/10 are");
  }

  private SnapshotEvent snapshot(ObjectStore store, long step, Provenance provenance)
      throws Exception {
    return TestSnapshots.write(
        store,
        directory.resolve("staging"),
        PROFILE,
        step,
        TestSnapshots.pretrainingWeights(PROFILE, 5),
        provenance);
  }

  private static void checkScore(ScoreEvent score) {
    assertThat(score.getPretrained().getDice()).isBetween(0.0, 1.0);
    assertThat(score.getScratch().getDice()).isBetween(0.0, 1.0);
    assertThat(score.getPretrained().getFinalLoss())
        .isNotEqualTo(score.getScratch().getFinalLoss());
    assertThat(score.getHeldBackCases()).isEqualTo(2);
    assertThat(score.getFineTuneSteps()).isEqualTo(3);
  }

  private static List<String> kept(ObjectStore store, String kind) {
    return store.list("kept/" + kind + "/").stream()
        .map(object -> object.key().substring(("kept/" + kind + "/").length()))
        .toList();
  }

  private static String reason(ObjectStore store, long step) throws Exception {
    String key = "kept/rejects/evaluator/snapshots/test-run/0000000000" + step;
    return Reject.parseFrom(store.get(key, 1 << 20)).getReason();
  }

  /** Puts what comes into a directory store, under its key. */
  private static final class Keep<T extends MessageLite> extends DoFn<KV<String, T>, Void> {
    private static final long serialVersionUID = 1L;

    private final String directory;
    private final String kind;

    Keep(String directory, String kind) {
      this.directory = directory;
      this.kind = kind;
    }

    @ProcessElement
    public void process(@Element KV<String, T> keyed) {
      try (ObjectStore store = new FileObjectStore(Path.of(directory))) {
        String key = "kept/" + kind + "/" + keyed.getKey().replaceAll("/$", "");
        assertThat(store.putIfAbsent(key, keyed.getValue().toByteArray(), "a/b")).isTrue();
      }
    }
  }

  /**
   * Snapshots in a stream that goes on: the pipeline looks after its work whenever the stream's
   * clock moves, and waits a little for what is running.
   */
  private static TestStream<SnapshotEvent> arriving(SnapshotEvent first, SnapshotEvent... more) {
    TestStream.Builder<SnapshotEvent> stream =
        TestStream.create(MessageCoder.of(SnapshotEvent.class, SnapshotEvent::parseDelimitedFrom))
            .addElements(first, more);
    for (int look = 0; look < LOOKS; look++) {
      stream = stream.advanceProcessingTime(org.joda.time.Duration.standardSeconds(1));
    }
    return stream.advanceWatermarkToInfinity();
  }

  private static TestPipeline pipeline() {
    DirectOptions options = PipelineOptionsFactory.as(DirectOptions.class);
    // The direct runner has a copy of a DoFn for each thread, Flink one for each subtask.
    options.setTargetParallelism(1);
    TestPipeline pipeline = TestPipeline.fromOptions(options);
    pipeline.enableAbandonedNodeEnforcement(false);
    return pipeline;
  }
}
