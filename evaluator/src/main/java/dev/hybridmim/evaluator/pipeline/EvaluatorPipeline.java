package dev.hybridmim.evaluator.pipeline;

import dev.hybridmim.evaluator.worker.WorkerSettings;
import dev.hybridmim.ingest.beam.MessageCoder;
import dev.hybridmim.ingest.beam.ReadTopic;
import dev.hybridmim.ingest.beam.WriteTopic;
import dev.hybridmim.ingest.pipeline.StoreOpener;
import dev.hybridmim.platform.connection.Connection;
import dev.hybridmim.platform.message.Reject;
import dev.hybridmim.platform.message.SnapshotEvent;
import dev.hybridmim.platform.topic.Topic;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.transforms.Flatten;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionList;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.apache.beam.sdk.values.TupleTagList;

/**
 * Topic {@code snapshots} → {@link ScoreSnapshots} → topics {@code scores}, {@code promotions} and
 * {@code rejects}.
 *
 * <p>Reads from the first record whenever it is started anew: what is scored comes from the store,
 * so nothing is computed twice and nothing that was in hand is forgotten, whatever became of the
 * state.
 */
final class EvaluatorPipeline {
  private static final String SOURCE = "evaluator";

  private EvaluatorPipeline() {}

  /** Adds the whole pipeline. */
  static void add(
      Pipeline pipeline, Connection connection, ScoringPlan plan, WorkerSettings workers) {
    PCollectionTuple read =
        pipeline
            .apply("Snapshots", ReadTopic.whole(connection.kafka(), Topic.SNAPSHOTS))
            .apply(
                "Parse events",
                ParDo.of(new SnapshotRecords())
                    .withOutputTags(
                        SnapshotRecords.EVENTS, TupleTagList.of(SnapshotRecords.REJECTS)));
    PCollection<SnapshotEvent> snapshots =
        read.get(SnapshotRecords.EVENTS)
            .setCoder(MessageCoder.of(SnapshotEvent.class, SnapshotEvent::parseDelimitedFrom));
    PCollection<KV<String, Reject>> malformed =
        read.get(SnapshotRecords.REJECTS)
            .setCoder(ScoreSnapshots.keyed(Reject.class, Reject::parseDelimitedFrom));

    PCollectionTuple results =
        snapshots.apply(
            "Score snapshots",
            ScoreSnapshots.on(plan)
                .withStore(StoreOpener.s3(connection.store()))
                .withWorkers(workers));

    results
        .get(ScoreSnapshots.SCORES)
        .apply("Scores", WriteTopic.of(connection.kafka(), Topic.SCORES, SOURCE));
    results
        .get(ScoreSnapshots.PROMOTIONS)
        .apply("Promotions", WriteTopic.of(connection.kafka(), Topic.PROMOTIONS, SOURCE));
    PCollectionList.of(malformed)
        .and(results.get(ScoreSnapshots.REJECTS))
        .apply("All rejects", Flatten.pCollections())
        .apply("Rejects", WriteTopic.of(connection.kafka(), Topic.REJECTS, SOURCE));
  }
}
