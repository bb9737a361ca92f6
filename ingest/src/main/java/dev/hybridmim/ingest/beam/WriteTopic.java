package dev.hybridmim.ingest.beam;

import com.google.protobuf.MessageLite;
import dev.hybridmim.platform.connection.KafkaAddress;
import dev.hybridmim.platform.topic.Records;
import dev.hybridmim.platform.topic.Topic;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.apache.beam.sdk.coders.ByteArrayCoder;
import org.apache.beam.sdk.io.kafka.KafkaIO;
import org.apache.beam.sdk.io.kafka.ProducerRecordCoder;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.SerializableFunction;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PDone;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

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

  private WriteTopic(KafkaAddress address, Topic topic, String source) {
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
    return new WriteTopic<>(address, topic, source);
  }

  @Override
  public PDone expand(PCollection<KV<String, T>> messages) {
    return messages
        .apply("Make records", ParDo.of(new MakeRecords<>(topic, source)))
        .setCoder(ProducerRecordCoder.of(ByteArrayCoder.of(), ByteArrayCoder.of()))
        .apply(
            "Write " + topic.topicName(),
            KafkaIO.<byte[], byte[]>writeRecords()
                .withBootstrapServers(address.bootstrapServers())
                .withTopic(topic.topicName())
                .withKeySerializer(ByteArraySerializer.class)
                .withValueSerializer(ByteArraySerializer.class)
                .withProducerFactoryFn(new ProducerFactory(address)));
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

  /** Adds limits and credentials where the client is made. */
  private record ProducerFactory(KafkaAddress address)
      implements SerializableFunction<Map<String, Object>, Producer<byte[], byte[]>> {
    private static final long serialVersionUID = 1L;

    @Override
    public Producer<byte[], byte[]> apply(Map<String, Object> wanted) {
      Map<String, Object> properties = new HashMap<>(wanted);
      // The platform's promises win over the connector's defaults.
      properties.putAll(address.producerProperties());
      return new KafkaProducer<>(properties);
    }
  }
}
