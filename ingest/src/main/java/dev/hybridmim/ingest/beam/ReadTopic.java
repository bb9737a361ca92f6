package dev.hybridmim.ingest.beam;

import dev.hybridmim.platform.connection.KafkaAddress;
import dev.hybridmim.platform.topic.Topic;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.apache.beam.sdk.coders.ByteArrayCoder;
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
 * The records of a platform topic, from the earliest that the consumer group has not finished.
 *
 * <p>Guarantees: unbounded; at least once across restarts, in order within a partition; offsets are
 * committed after a checkpoint is complete and never before.
 */
public final class ReadTopic extends PTransform<PBegin, PCollection<KafkaRecord<byte[], byte[]>>> {
  private static final long serialVersionUID = 1L;

  private final KafkaAddress address;
  private final Topic topic;
  private final String group;

  private ReadTopic(KafkaAddress address, Topic topic, String group) {
    this.address = Objects.requireNonNull(address, "address");
    this.topic = Objects.requireNonNull(topic, "topic");
    this.group = group;
  }

  /**
   * A topic as one consumer group sees it.
   *
   * @param group fixed for a pipeline, so that it goes on where it was
   */
  public static ReadTopic of(KafkaAddress address, Topic topic, String group) {
    return new ReadTopic(address, topic, Objects.requireNonNull(group, "group"));
  }

  /**
   * A topic from its first record on, whenever the pipeline is started anew: for one that keeps
   * elsewhere what it has done. A restart from a checkpoint goes on where that was.
   */
  public static ReadTopic whole(KafkaAddress address, Topic topic) {
    return new ReadTopic(address, topic, null);
  }

  @Override
  public PCollection<KafkaRecord<byte[], byte[]>> expand(PBegin begin) {
    KafkaIO.Read<byte[], byte[]> read =
        KafkaIO.<byte[], byte[]>read()
            .withBootstrapServers(address.bootstrapServers())
            .withTopic(topic.topicName())
            .withKeyDeserializerAndCoder(ByteArrayDeserializer.class, ByteArrayCoder.of())
            .withValueDeserializerAndCoder(ByteArrayDeserializer.class, ByteArrayCoder.of())
            .withConsumerFactoryFn(new ConsumerFactory(address));
    read =
        group == null
            ? read.withConsumerConfigUpdates(Map.of("auto.offset.reset", "earliest"))
            : read.withConsumerConfigUpdates(
                    Map.of("group.id", group, "auto.offset.reset", "earliest"))
                .commitOffsetsInFinalize();
    return begin.apply("Read " + topic.topicName(), read);
  }

  /** Adds limits and credentials where the client is made. */
  private record ConsumerFactory(KafkaAddress address)
      implements SerializableFunction<Map<String, Object>, Consumer<byte[], byte[]>> {
    private static final long serialVersionUID = 1L;

    @Override
    public Consumer<byte[], byte[]> apply(Map<String, Object> wanted) {
      Map<String, Object> properties = new HashMap<>(address.consumerProperties(null));
      properties.putAll(wanted);
      return new KafkaConsumer<>(properties);
    }
  }
}
