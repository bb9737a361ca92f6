package dev.hybridmim.augment.pipeline;

import com.google.protobuf.MessageLite;
import dev.hybridmim.ingest.beam.MessageCoder;
import dev.hybridmim.ingest.beam.WriteTopic;
import dev.hybridmim.platform.connection.Connection;
import dev.hybridmim.platform.connection.KafkaAddress;
import dev.hybridmim.platform.message.Reject;
import dev.hybridmim.platform.message.Sample;
import dev.hybridmim.platform.topic.Topic;
import java.util.Objects;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.transforms.Flatten;
import org.apache.beam.sdk.transforms.MapElements;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.SimpleFunction;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PBegin;
import org.apache.beam.sdk.values.PCollectionList;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.apache.beam.sdk.values.PDone;

/**
 * Answers the tickets of topic {@code demand} with samples on topic {@code samples}.
 *
 * <p>In: topics {@code volumes} and {@code demand}, and the volumes in the object store. Out:
 * topics {@code samples} and {@code rejects}.
 *
 * <p>Guarantees: unbounded; each sample is written at least once, with the same bytes each time;
 * the work in flight is what the tickets ask for. Parallelism changes neither which samples there
 * are nor what is in them.
 *
 * <pre>{@code
 * pipeline.apply(StreamSamples.over(connection));
 * }</pre>
 */
public final class StreamSamples extends PTransform<PBegin, PDone> {
  /** The consumer group that reads tickets. */
  public static final String GROUP = "hybridmim-augment";

  /** Decoded chunks that each worker keeps unless told otherwise: 128 MiB. */
  public static final long DEFAULT_CACHE_BYTES = 128L << 20;

  private static final long serialVersionUID = 1L;
  private static final String SOURCE = "augment";

  private final KafkaAddress kafka;
  private final LibraryOpener volumes;
  private final boolean exactlyOnce;

  private StreamSamples(KafkaAddress kafka, LibraryOpener volumes, boolean exactlyOnce) {
    this.kafka = kafka;
    this.volumes = volumes;
    this.exactlyOnce = exactlyOnce;
  }

  /** Over a platform's Kafka and object store. */
  public static StreamSamples over(Connection connection) {
    return new StreamSamples(
        connection.kafka(), LibraryOpener.of(connection.store(), DEFAULT_CACHE_BYTES), false);
  }

  /** With volumes from somewhere else, or with another cache. */
  public StreamSamples withVolumes(LibraryOpener otherVolumes) {
    return new StreamSamples(kafka, Objects.requireNonNull(otherVolumes), exactlyOnce);
  }

  /**
   * With samples written in transactions that follow the checkpoints. Trainers drop what they have
   * seen all the same, since a ticket may be asked twice; this is here to be measured.
   */
  public StreamSamples withExactlyOnce(boolean wanted) {
    return new StreamSamples(kafka, volumes, wanted);
  }

  @Override
  public PDone expand(PBegin begin) {
    PCollectionTuple events =
        begin
            .apply("FetchVolumes", ReadRecords.fromTheBeginning(kafka, Topic.VOLUMES))
            .apply("ReadVolumeEvents", ReadPlannerInput.ofVolumeEvents());
    PCollectionTuple tickets =
        begin
            .apply("FetchDemand", ReadRecords.ofGroup(kafka, Topic.DEMAND, GROUP))
            .apply("ReadTickets", ReadPlannerInput.ofTickets());
    PCollectionTuple cut =
        PCollectionList.of(events.get(ReadPlannerInput.INPUT))
            .and(tickets.get(ReadPlannerInput.INPUT))
            .apply("MeetCatalogue", Flatten.pCollections())
            .apply("PlanSamples", PlanSamples.create())
            .apply("CutSubVolumes", CutSubVolumes.from(volumes));
    cut.get(CutSubVolumes.SAMPLES)
        .apply("NameSamples", MapElements.via(new NameSample()))
        .setCoder(named(Sample.class, Sample::parseDelimitedFrom))
        .apply("PublishSamples", publishSamples());
    PCollectionList.of(events.get(ReadPlannerInput.REJECTS))
        .and(tickets.get(ReadPlannerInput.REJECTS))
        .and(cut.get(CutSubVolumes.REJECTS))
        .apply("AllRejects", Flatten.pCollections())
        .apply("NameRejects", MapElements.via(new NameReject()))
        .setCoder(named(Reject.class, Reject::parseDelimitedFrom))
        .apply("PublishRejects", WriteTopic.of(kafka, Topic.REJECTS, SOURCE));
    return PDone.in(begin.getPipeline());
  }

  private WriteTopic<Sample> publishSamples() {
    WriteTopic<Sample> write = WriteTopic.of(kafka, Topic.SAMPLES, SOURCE);
    return exactlyOnce ? write.exactlyOnce(GROUP + "-samples") : write;
  }

  private static <T extends MessageLite> Coder<KV<String, T>> named(
      Class<T> type, MessageCoder.DelimitedParser<T> parser) {
    return KvCoder.of(StringUtf8Coder.of(), MessageCoder.of(type, parser));
  }

  private static final class NameSample extends SimpleFunction<Sample, KV<String, Sample>> {
    private static final long serialVersionUID = 1L;

    @Override
    public KV<String, Sample> apply(Sample sample) {
      return KV.of(
          sample.getRunId()
              + "/"
              + Long.toUnsignedString(sample.getTicket())
              + "/"
              + sample.getOrdinal(),
          sample);
    }
  }

  private static final class NameReject extends SimpleFunction<Reject, KV<String, Reject>> {
    private static final long serialVersionUID = 1L;

    @Override
    public KV<String, Reject> apply(Reject reject) {
      return KV.of(Rejects.key(reject), reject);
    }
  }
}
