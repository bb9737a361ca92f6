package dev.hybridmim.ingest.beam;

import com.google.protobuf.MessageLite;
import dev.hybridmim.platform.connection.KafkaAddress;
import dev.hybridmim.platform.topic.Records;
import dev.hybridmim.platform.topic.Topic;
import java.util.Objects;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PDone;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * Publishes messages under their keys, with CloudEvents headers.
 *
 * <p>Guarantees: at least once; a bundle that succeeded has been acknowledged by all replicas in
 * sync.
 */
public final class WriteTopic<T extends MessageLite>
    extends PTransform<PCollection<KV<String, T>>, PDone> {
  private static final long serialVersionUID = 1L;

  private final KafkaAddress address;
  private final Topic topic;
  private final String source;
  private final String exactlyOnceGroupOrNull;

  private WriteTopic(
      KafkaAddress address, Topic topic, String source, String exactlyOnceGroupOrNull) {
    this.exactlyOnceGroupOrNull = exactlyOnceGroupOrNull;
    this.address = Objects.requireNonNull(address, "address");
    this.topic = Objects.requireNonNull(topic, "topic");
    this.source = Objects.requireNonNull(source, "source");
  }

  /**
   * Publishes to a topic.
   *
   * @param source the module that publishes, for instance {@code ingest}
   */
  public static <T extends MessageLite> WriteTopic<T> of(
      KafkaAddress address, Topic topic, String source) {
    return new WriteTopic<>(address, topic, source, null);
  }

  /** The same by {@link WriteRecords#exactlyOnce}. */
  public WriteTopic<T> exactlyOnce(String group) {
    return new WriteTopic<>(address, topic, source, Objects.requireNonNull(group, "group"));
  }

  @Override
  public PDone expand(PCollection<KV<String, T>> messages) {
    return messages
        .apply("Make records", ParDo.of(new MakeRecords<>(topic, source)))
        .setCoder(WriteRecords.coder())
        .apply("Write", write());
  }

  private WriteRecords write() {
    WriteRecords write = WriteRecords.to(address, topic);
    return exactlyOnceGroupOrNull == null ? write : write.exactlyOnce(exactlyOnceGroupOrNull);
  }

  private static final class MakeRecords<T extends MessageLite>
      extends DoFn<KV<String, T>, ProducerRecord<byte[], byte[]>> {
    private static final long serialVersionUID = 1L;

    private final Topic topic;
    private final String source;

    MakeRecords(Topic topic, String source) {
      this.topic = topic;
      this.source = source;
    }

    @ProcessElement
    public void process(
        @Element KV<String, T> message, OutputReceiver<ProducerRecord<byte[], byte[]>> records) {
      records.output(Records.of(topic, source, message.getKey(), message.getValue()));
    }
  }
}
