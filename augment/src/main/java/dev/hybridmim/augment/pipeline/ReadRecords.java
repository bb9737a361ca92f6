package dev.hybridmim.augment.pipeline;

import dev.hybridmim.platform.connection.KafkaAddress;
import dev.hybridmim.platform.topic.Topic;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.apache.beam.sdk.coders.ByteArrayCoder;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.NullableCoder;
import org.apache.beam.sdk.io.kafka.KafkaIO;
import org.apache.beam.sdk.io.kafka.KafkaRecord;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.SerializableFunction;
import org.apache.beam.sdk.values.PBegin;
import org.apache.beam.sdk.values.PCollection;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * The records of a topic with their offsets, deletions (null values) included.
 *
 * <p>Guarantees: unbounded; in the order of the offsets of a partition. From the beginning: every
 * record, on each start. For a group: at least once, from where the group's last checkpoint was.
 * Credentials go into the clients where they run, not into the pipeline's display data.
 */
final class ReadRecords extends PTransform<PBegin, PCollection<KafkaRecord<byte[], byte[]>>> {
  private static final long serialVersionUID = 1L;

  private final KafkaAddress kafka;
  private final Topic topic;
  private final String groupOrNull;

  private ReadRecords(KafkaAddress kafka, Topic topic, String groupOrNull) {
    this.kafka = kafka;
    this.topic = topic;
    this.groupOrNull = groupOrNull;
  }

  /** All that the topic holds and what will come; nothing is committed. */
  static ReadRecords fromTheBeginning(KafkaAddress kafka, Topic topic) {
    return new ReadRecords(kafka, topic, null);
  }

  /** What the group has not finished; offsets are committed when a checkpoint is complete. */
  static ReadRecords ofGroup(KafkaAddress kafka, Topic topic, String group) {
    return new ReadRecords(kafka, topic, Objects.requireNonNull(group, "group"));
  }

  @Override
  public PCollection<KafkaRecord<byte[], byte[]>> expand(PBegin begin) {
    Coder<byte[]> bytes = NullableCoder.of(ByteArrayCoder.of());
    KafkaIO.Read<byte[], byte[]> read =
        KafkaIO.<byte[], byte[]>read()
            .withBootstrapServers(kafka.bootstrapServers())
            .withTopic(topic.topicName())
            .withKeyDeserializerAndCoder(ByteArrayDeserializer.class, bytes)
            .withValueDeserializerAndCoder(ByteArrayDeserializer.class, bytes)
            .withConsumerConfigUpdates(consumerSettings())
            .withConsumerFactoryFn(new ConsumerFactory(kafka));
    return begin.apply(
        "Records of " + topic.topicName(),
        groupOrNull == null ? read : read.commitOffsetsInFinalize());
  }

  private Map<String, Object> consumerSettings() {
    Map<String, Object> settings = new HashMap<>();
    settings.put("auto.offset.reset", "earliest");
    if (groupOrNull != null) {
      settings.put("group.id", groupOrNull);
    }
    return settings;
  }

  /** Adds limits and credentials to what the connector wants. */
  private record ConsumerFactory(KafkaAddress kafka)
      implements SerializableFunction<Map<String, Object>, Consumer<byte[], byte[]>> {
    private static final long serialVersionUID = 1L;

    @Override
    public Consumer<byte[], byte[]> apply(Map<String, Object> wanted) {
      Map<String, Object> properties = kafka.consumerProperties(null);
      properties.putAll(wanted);
      return new KafkaConsumer<>(properties);
    }
  }
}
