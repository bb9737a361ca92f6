package dev.hybridmim.local.view;

import dev.hybridmim.platform.connection.KafkaAddress;
import dev.hybridmim.platform.topic.Topic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Reads topics from their beginning, and counts the samples without reading them. For one thread.
 */
final class TopicFollower implements AutoCloseable {
  private static final Duration WAIT = Duration.ofMillis(200);
  private static final List<Topic> FOLLOWED =
      List.of(
          Topic.SCANS,
          Topic.VOLUMES,
          Topic.REJECTS,
          Topic.SNAPSHOTS,
          Topic.SCORES,
          Topic.PROMOTIONS);

  private final KafkaConsumer<byte[], byte[]> consumer;
  private final List<TopicPartition> followed;
  private final List<TopicPartition> samples;

  TopicFollower(KafkaAddress kafka) {
    consumer =
        new KafkaConsumer<>(
            kafka.consumerProperties(null),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer());
    followed = new ArrayList<>();
    FOLLOWED.forEach(topic -> followed.addAll(partitions(topic)));
    samples = partitions(Topic.SAMPLES);
    consumer.assign(followed);
    consumer.seekToBeginning(followed);
  }

  /** Hands over what has arrived, waiting a moment when nothing has. */
  void poll(Consumer<ConsumerRecord<byte[], byte[]>> records) {
    consumer.poll(WAIT).forEach(records);
  }

  /** Whether everything that the topics hold now was handed over. */
  boolean isAtEnd() {
    Map<TopicPartition, Long> ends = consumer.endOffsets(followed);
    return followed.stream().allMatch(part -> consumer.position(part) >= ends.get(part));
  }

  /** How many samples were ever written. */
  long samplesProduced() {
    return sum(consumer.endOffsets(samples).values());
  }

  private List<TopicPartition> partitions(Topic topic) {
    return consumer.partitionsFor(topic.topicName()).stream()
        .map(part -> new TopicPartition(part.topic(), part.partition()))
        .toList();
  }

  private static long sum(Collection<Long> numbers) {
    return numbers.stream().mapToLong(Long::longValue).sum();
  }

  @Override
  public void close() {
    consumer.close();
  }
}
