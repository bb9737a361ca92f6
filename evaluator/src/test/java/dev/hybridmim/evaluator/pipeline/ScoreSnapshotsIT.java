package dev.hybridmim.evaluator.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hybridmim.evaluator.report.BaselineReport;
import dev.hybridmim.evaluator.report.SettingsDigest;
import dev.hybridmim.evaluator.task.SegmentationTask;
import dev.hybridmim.evaluator.task.TaskDigest;
import dev.hybridmim.evaluator.testing.SmallTask;
import dev.hybridmim.evaluator.testing.TestProfiles;
import dev.hybridmim.evaluator.testing.TestSnapshots;
import dev.hybridmim.evaluator.worker.WorkerSettings;
import dev.hybridmim.ingest.beam.MessageCoder;
import dev.hybridmim.platform.message.Reject;
import dev.hybridmim.platform.message.ScoreEvent;
import dev.hybridmim.platform.message.SnapshotEvent;
import dev.hybridmim.platform.profile.Profile;
import dev.hybridmim.platform.store.FileObjectStore;
import dev.hybridmim.platform.store.ObjectStore;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.testing.TestPipeline;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The transform with real snapshots, real workers and a directory as the object store. */
class ScoreSnapshotsIT {
  private static final Profile PROFILE = TestProfiles.withBudget(3);

  @TempDir Path directory;

  @Test
  void scoresWhatIsSoundAndRejectsWhatIsNot() throws Exception {
    Path taskDirectory = SmallTask.write(directory.resolve("task"), 4).directory();
    SegmentationTask task = SegmentationTask.read(taskDirectory);
    ScoringPlan plan =
        new ScoringPlan(task.name(), taskDirectory.toString(), TaskDigest.of(task), 0, PROFILE);
    String storeDirectory = directory.resolve("store").toString();
    SnapshotEvent sound;
    SnapshotEvent missing;
    try (ObjectStore store = new FileObjectStore(Path.of(storeDirectory))) {
      sound =
          TestSnapshots.write(
              store,
              directory.resolve("staging"),
              PROFILE,
              10,
              TestSnapshots.pretrainingWeights(PROFILE, 5));
      missing =
          sound.toBuilder().setStep(20).setObjectPrefix("snapshots/test-run/000000000020/").build();
    }

    TestPipeline pipeline = pipeline();
    PCollectionTuple results =
        pipeline
            .apply(
                Create.of(List.of(sound, missing))
                    .withCoder(
                        MessageCoder.of(SnapshotEvent.class, SnapshotEvent::parseDelimitedFrom)))
            .apply(
                ScoreSnapshots.on(plan)
                    .withStore(() -> new FileObjectStore(Path.of(storeDirectory)))
                    .withWorkers(
                        new WorkerSettings(
                            directory.resolve("work").toString(), 512, Duration.ofMinutes(10), 1)));
    PAssert.thatSingleton(results.get(ScoreSnapshots.SCORES))
        .satisfies(
            score -> {
              checkScore(score);
              return null;
            });
    PAssert.thatSingleton(results.get(ScoreSnapshots.REJECTS))
        .satisfies(
            reject -> {
              checkReject(reject);
              return null;
            });
    pipeline.run().waitUntilFinish();

    try (ObjectStore store = new FileObjectStore(Path.of(storeDirectory))) {
      assertThat(store.stat("reports/scores/test-run/10/small-balls.json")).isPresent();
      String digest = SettingsDigest.of(plan.taskDigest(), 0, PROFILE);
      assertThat(store.stat(BaselineReport.key(digest))).isPresent();
    }
  }

  private static void checkScore(KV<String, ScoreEvent> keyed) {
    assertThat(keyed.getKey()).isEqualTo("test-run/10/small-balls");
    ScoreEvent score = keyed.getValue();
    assertThat(score.getPretrained().getDice()).isBetween(0.0, 1.0);
    assertThat(score.getScratch().getDice()).isBetween(0.0, 1.0);
    assertThat(score.getPretrained().getFinalLoss())
        .isNotEqualTo(score.getScratch().getFinalLoss());
    assertThat(score.getHeldBackCases()).isEqualTo(2);
    assertThat(score.getFineTuneSteps()).isEqualTo(3);
  }

  private static void checkReject(KV<String, Reject> keyed) {
    assertThat(keyed.getKey()).isEqualTo("evaluator/snapshots/test-run/000000000020/");
    assertThat(keyed.getValue().getReason()).isEqualTo("snapshot-missing");
    assertThat(keyed.getValue().getRetryable()).isFalse();
  }

  private static TestPipeline pipeline() {
    PipelineOptions options = PipelineOptionsFactory.create();
    TestPipeline pipeline = TestPipeline.fromOptions(options);
    pipeline.enableAbandonedNodeEnforcement(false);
    return pipeline;
  }
}
