package dev.hybridmim.augment.pipeline;

import com.google.protobuf.Message;
import dev.hybridmim.platform.connection.Connection;
import dev.hybridmim.platform.connection.KafkaAddress;
import dev.hybridmim.platform.message.Reject;
import dev.hybridmim.platform.message.Sample;
import dev.hybridmim.platform.topic.Records;
import dev.hybridmim.platform.topic.Topic;
import java.util.Objects;
import org.apache.beam.sdk.coders.ByteArrayCoder;
import org.apache.beam.sdk.coders.NullableCoder;
import org.apache.beam.sdk.io.kafka.KafkaIO;
import org.apache.beam.sdk.io.kafka.ProducerRecordCoder;
import org.apache.beam.sdk.transforms.Flatten;
import org.apache.beam.sdk.transforms.MapElements;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.SimpleFunction;
import org.apache.beam.sdk.values.PBegin;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionList;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.apache.beam.sdk.values.PDone;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

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

  private StreamSamples(KafkaAddress kafka, LibraryOpener volumes) {
    this.kafka = kafka;
    this.volumes = volumes;
  }

  /** Over a platform's Kafka and object store. */
  public static StreamSamples over(Connection connection) {
    return new StreamSamples(
        connection.kafka(), LibraryOpener.of(connection.store(), DEFAULT_CACHE_BYTES));
  }

  /** With volumes from somewhere else, or with another cache. */
  public StreamSamples withVolumes(LibraryOpener otherVolumes) {
    return new StreamSamples(kafka, Objects.requireNonNull(otherVolumes));
  }

  @Override
  public PDone expand(PBegin begin) {
    PCollectionTuple events =
        begin
            .apply("FetchVolumes", read(Topic.VOLUMES, null))
            .apply("ReadVolumeEvents", ReadPlannerInput.ofVolumeEvents());
    PCollectionTuple tickets =
        begin
            .apply("FetchDemand", read(Topic.DEMAND, GROUP).commitOffsetsInFinalize())
            .apply("ReadTickets", ReadPlannerInput.ofTickets());
    PCollectionTuple cut =
        PCollectionList.of(events.get(ReadPlannerInput.INPUT))
            .and(tickets.get(ReadPlannerInput.INPUT))
            .apply("MeetCatalogue", Flatten.pCollections())
            .apply("PlanSamples", PlanSamples.create())
            .apply("CutSubVolumes", CutSubVolumes.from(volumes));
    write("Samples", cut.get(CutSubVolumes.SAMPLES), new SampleRecord());
    write(
        "Rejects",
        PCollectionList.of(events.get(ReadPlannerInput.REJECTS))
            .and(tickets.get(ReadPlannerInput.REJECTS))
            .and(cut.get(CutSubVolumes.REJECTS))
            .apply("AllRejects", Flatten.pCollections()),
        new RejectRecord());
    return PDone.in(begin.getPipeline());
  }

  private KafkaIO.Read<byte[], byte[]> read(Topic topic, String groupOrNull) {
    return KafkaIO.<byte[], byte[]>read()
        .withBootstrapServers(kafka.bootstrapServers())
        .withTopic(topic.topicName())
        .withKeyDeserializerAndCoder(
            ByteArrayDeserializer.class, NullableCoder.of(ByteArrayCoder.of()))
        .withValueDeserializerAndCoder(
            ByteArrayDeserializer.class, NullableCoder.of(ByteArrayCoder.of()))
        .withConsumerConfigUpdates(kafka.consumerProperties(groupOrNull));
  }

  private <T extends Message> void write(
      String what,
      PCollection<T> messages,
      SimpleFunction<T, ProducerRecord<byte[], byte[]>> toRecord) {
    messages
        .apply(what + "ToRecords", MapElements.via(toRecord))
        .setCoder(ProducerRecordCoder.of(ByteArrayCoder.of(), ByteArrayCoder.of()))
        .apply(
            "Publish" + what,
            KafkaIO.<byte[], byte[]>writeRecords()
                .withBootstrapServers(kafka.bootstrapServers())
                .withKeySerializer(ByteArraySerializer.class)
                .withValueSerializer(ByteArraySerializer.class)
                .withProducerConfigUpdates(kafka.producerProperties()));
  }

  private static final class SampleRecord
      extends SimpleFunction<Sample, ProducerRecord<byte[], byte[]>> {
    private static final long serialVersionUID = 1L;

    @Override
    public ProducerRecord<byte[], byte[]> apply(Sample sample) {
      String key =
          sample.getRunId()
              + "/"
              + Long.toUnsignedString(sample.getTicket())
              + "/"
              + sample.getOrdinal();
      return Records.of(Topic.SAMPLES, SOURCE, key, sample);
    }
  }

  private static final class RejectRecord
      extends SimpleFunction<Reject, ProducerRecord<byte[], byte[]>> {
    private static final long serialVersionUID = 1L;

    @Override
    public ProducerRecord<byte[], byte[]> apply(Reject reject) {
      return Records.of(Topic.REJECTS, SOURCE, Rejects.key(reject), reject);
    }
  }
}
