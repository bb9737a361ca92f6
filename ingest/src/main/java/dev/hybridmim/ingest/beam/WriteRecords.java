package dev.hybridmim.ingest.beam;

import dev.hybridmim.platform.connection.KafkaAddress;
import dev.hybridmim.platform.topic.Topic;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.apache.beam.sdk.coders.ByteArrayCoder;
import org.apache.beam.sdk.io.kafka.KafkaIO;
import org.apache.beam.sdk.io.kafka.ProducerRecordCoder;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.SerializableFunction;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PDone;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Publishes records as they are, for instance those of {@code
 * dev.hybridmim.platform.topic.Records}.
 *
 * <p>Guarantees: at least once; a bundle that succeeded has been acknowledged by all replicas in
 * sync.
 */
public final class WriteRecords
    extends PTransform<PCollection<ProducerRecord<byte[], byte[]>>, PDone> {
  private static final long serialVersionUID = 1L;

  private final KafkaAddress address;
  private final Topic topic;
  private final String exactlyOnceGroupOrNull;

  private WriteRecords(KafkaAddress address, Topic topic, String exactlyOnceGroupOrNull) {
    this.exactlyOnceGroupOrNull = exactlyOnceGroupOrNull;
    this.address = Objects.requireNonNull(address, "address");
    this.topic = Objects.requireNonNull(topic, "topic");
  }

  /** Publishes to a topic. */
  public static WriteRecords to(KafkaAddress address, Topic topic) {
    return new WriteRecords(address, topic, null);
  }

  /**
   * The same in Kafka transactions that follow the checkpoints: consumers that read committed
   * records see each one once. It costs a shuffle, and records come with the checkpoints.
   *
   * @param group names the sink's state in Kafka; fixed for a pipeline
   */
  public WriteRecords exactlyOnce(String group) {
    return new WriteRecords(address, topic, Objects.requireNonNull(group, "group"));
  }

  /** The coder of such records, which Beam does not find by itself. */
  public static ProducerRecordCoder<byte[], byte[]> coder() {
    return ProducerRecordCoder.of(ByteArrayCoder.of(), ByteArrayCoder.of());
  }

  @Override
  public PDone expand(PCollection<ProducerRecord<byte[], byte[]>> records) {
    KafkaIO.WriteRecords<byte[], byte[]> write =
        KafkaIO.<byte[], byte[]>writeRecords()
            .withBootstrapServers(address.bootstrapServers())
            .withTopic(topic.topicName())
            .withKeySerializer(ByteArraySerializer.class)
            .withValueSerializer(ByteArraySerializer.class)
            .withProducerFactoryFn(new ProducerFactory(address));
    if (exactlyOnceGroupOrNull != null) {
      write =
          write
              .withEOS(topic.partitions(), exactlyOnceGroupOrNull)
              .withConsumerFactoryFn(new ConsumerFactory(address));
    }
    return records.apply("Write " + topic.topicName(), write);
  }

  /** Adds credentials where the exactly-once sink looks up its own state. */
  private record ConsumerFactory(KafkaAddress address)
      implements SerializableFunction<Map<String, Object>, Consumer<?, ?>> {
    private static final long serialVersionUID = 1L;

    @Override
    public Consumer<?, ?> apply(Map<String, Object> wanted) {
      Map<String, Object> properties = new HashMap<>(wanted);
      properties.putAll(address.adminProperties());
      return new KafkaConsumer<>(properties);
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
