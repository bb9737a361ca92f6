package dev.hybridmim.evaluator.pipeline;

import com.google.protobuf.MessageLite;
import dev.hybridmim.evaluator.worker.WorkerSettings;
import dev.hybridmim.ingest.beam.MessageCoder;
import dev.hybridmim.ingest.pipeline.StoreOpener;
import dev.hybridmim.platform.message.PromotionEvent;
import dev.hybridmim.platform.message.Reject;
import dev.hybridmim.platform.message.ScoreEvent;
import dev.hybridmim.platform.message.SnapshotEvent;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.WithKeys;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.apache.beam.sdk.values.TupleTag;
import org.apache.beam.sdk.values.TupleTagList;

/**
 * Scores each snapshot on every piece of work of a plan.
 *
 * <p>In: events of complete snapshots. Out: {@link #SCORES}, one for each snapshot and piece of
 * work of the plan, {@link #PROMOTIONS}, and {@link #REJECTS}, one for each snapshot that can't be
 * scored.
 *
 * <p>Guarantees: unbounded input: a bounded one would end, and its state with it, before the work
 * does. Fine-tunings run in processes of their own beside the pipeline's thread, so many at a time
 * as the profile says; work that waits is state, so checkpoints go on and a restart from one
 * forgets nothing. The newest snapshot goes first; when too many wait some are passed over and
 * rejected as {@code superseded}. All of it is one key: one subtask. Delivery is at least once, and
 * what is delivered again comes from the object store without being computed again. A store that is
 * away fails the bundle, which the runner tries again.
 *
 * <pre>{@code
 * PCollectionTuple results =
 *     snapshots.apply("score", ScoreSnapshots.on(plan).withStore(store).withWorkers(workers));
 * results.get(ScoreSnapshots.SCORES)...
 * }</pre>
 */
public final class ScoreSnapshots extends PTransform<PCollection<SnapshotEvent>, PCollectionTuple> {
  private static final long serialVersionUID = 1L;

  /** One score for each snapshot, under the keys of topic {@code scores}. */
  public static final TupleTag<KV<String, ScoreEvent>> SCORES =
      new TupleTag<>("scores") {
        private static final long serialVersionUID = 1L;
      };

  /** Snapshots that can't be scored, under the keys of topic {@code rejects}. */
  public static final TupleTag<KV<String, Reject>> REJECTS =
      new TupleTag<>("rejects") {
        private static final long serialVersionUID = 1L;
      };

  /** Snapshots that have become a task's champion, under the keys of topic {@code promotions}. */
  public static final TupleTag<KV<String, PromotionEvent>> PROMOTIONS =
      new TupleTag<>("promotions") {
        private static final long serialVersionUID = 1L;
      };

  private final ScoringPlan plan;
  private final StoreOpener store;
  private final WorkerSettings workers;

  private ScoreSnapshots(ScoringPlan plan, StoreOpener store, WorkerSettings workers) {
    this.plan = plan;
    this.store = store;
    this.workers = workers;
  }

  /** Scores on this work; {@link #withStore} and {@link #withWorkers} are needed too. */
  public static ScoreSnapshots on(ScoringPlan plan) {
    return new ScoreSnapshots(plan, null, null);
  }

  /** Where snapshots are read from and reports are kept. */
  public ScoreSnapshots withStore(StoreOpener opener) {
    return new ScoreSnapshots(plan, opener, workers);
  }

  /** How worker processes are run. */
  public ScoreSnapshots withWorkers(WorkerSettings settings) {
    return new ScoreSnapshots(plan, store, settings);
  }

  @Override
  public PCollectionTuple expand(PCollection<SnapshotEvent> snapshots) {
    if (store == null || workers == null) {
      throw new IllegalStateException("ScoreSnapshots needs withStore and withWorkers.");
    }
    PCollectionTuple results =
        snapshots
            .apply("as one queue", WithKeys.of(""))
            .setCoder(keyed(SnapshotEvent.class, SnapshotEvent::parseDelimitedFrom))
            .apply(
                "fine-tune and score",
                ParDo.of(new DoWork(plan, store, workers))
                    .withOutputTags(SCORES, TupleTagList.of(REJECTS).and(PROMOTIONS)));
    results
        .get(PROMOTIONS)
        .setCoder(keyed(PromotionEvent.class, PromotionEvent::parseDelimitedFrom));
    results.get(SCORES).setCoder(keyed(ScoreEvent.class, ScoreEvent::parseDelimitedFrom));
    results.get(REJECTS).setCoder(keyed(Reject.class, Reject::parseDelimitedFrom));
    return results;
  }

  static <T extends MessageLite> Coder<KV<String, T>> keyed(
      Class<T> type, MessageCoder.DelimitedParser<T> parser) {
    return KvCoder.of(StringUtf8Coder.of(), MessageCoder.of(type, parser));
  }
}
