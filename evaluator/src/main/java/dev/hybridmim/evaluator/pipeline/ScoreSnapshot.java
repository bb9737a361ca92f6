package dev.hybridmim.evaluator.pipeline;

import dev.hybridmim.evaluator.worker.Worker;
import dev.hybridmim.evaluator.worker.WorkerSettings;
import dev.hybridmim.ingest.pipeline.StoreOpener;
import dev.hybridmim.platform.message.Reject;
import dev.hybridmim.platform.message.ScoreEvent;
import dev.hybridmim.platform.message.SnapshotEvent;
import dev.hybridmim.platform.store.ObjectStore;
import java.nio.file.Path;
import java.time.Instant;
import org.apache.beam.sdk.metrics.Counter;
import org.apache.beam.sdk.metrics.Metrics;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.values.KV;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Hands each snapshot to {@link SnapshotScoring}, and what that refuses to the rejects. */
final class ScoreSnapshot extends DoFn<SnapshotEvent, KV<String, ScoreEvent>> {
  private static final long serialVersionUID = 1L;
  private static final Logger LOG = LoggerFactory.getLogger(ScoreSnapshot.class);

  private final Counter scored = Metrics.counter("evaluator", "snapshots_scored");
  private final Counter rejected = Metrics.counter("evaluator", "snapshots_rejected");

  private final ScoringPlan plan;
  private final StoreOpener opener;
  private final WorkerSettings workers;
  private transient ObjectStore store;
  private transient SnapshotScoring scoring;

  ScoreSnapshot(ScoringPlan plan, StoreOpener opener, WorkerSettings workers) {
    this.plan = plan;
    this.opener = opener;
    this.workers = workers;
  }

  @Setup
  public void setUp() {
    store = opener.open();
    scoring =
        new SnapshotScoring(store, new Worker(workers)::run, plan, Path.of(workers.directory()));
  }

  @ProcessElement
  public void process(@Element SnapshotEvent snapshot, MultiOutputReceiver results)
      throws InterruptedException {
    try {
      ScoreEvent score = scoring.score(snapshot);
      results.get(ScoreSnapshots.SCORES).output(KV.of(key(score), score));
      scored.inc();
      LOG.info(
          "Scored step {} on {}: Dice {} pre-trained, {} from scratch",
          snapshot.getStep(),
          plan.task(),
          score.getPretrained().getDice(),
          score.getScratch().getDice());
    } catch (ScoringFailedException failure) {
      LOG.warn("Step {} can't be scored: {}", snapshot.getStep(), failure.getMessage());
      Reject reject = reject(snapshot, failure);
      results.get(ScoreSnapshots.REJECTS).output(KV.of(Rejects.key(reject), reject));
      rejected.inc();
    }
  }

  private static String key(ScoreEvent score) {
    return score.getRunId() + "/" + score.getStep() + "/" + score.getTask();
  }

  private static Reject reject(SnapshotEvent snapshot, ScoringFailedException failure) {
    return Rejects.of(
        snapshot.getObjectPrefix(),
        failure.reason(),
        failure.getMessage(),
        failure.retryable(),
        Instant.now());
  }

  @Teardown
  public void tearDown() {
    if (store != null) {
      store.close();
    }
  }
}
