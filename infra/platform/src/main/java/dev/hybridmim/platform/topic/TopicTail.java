package dev.hybridmim.platform.topic;

import dev.hybridmim.platform.connection.KafkaAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * A topic from its first record on, read further whenever somebody wants to know what it holds now.
 * For one thread.
 *
 * <pre>{@code
 * try (TopicTail tail = new TopicTail(kafka, Topic.REJECTS)) {
 *   tail.catchUp(record -> ledger.accept(Reject.parseFrom(record.value())));
 * }
 * }</pre>
 */
public final class TopicTail implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Duration POLL = Duration.ofMillis(200);

  private final Topic topic;
  private final KafkaConsumer<byte[], byte[]> consumer;
  private final List<TopicPartition> partitions;

  /**
   * Begins at the first record.
   *
   * @throws KafkaException when Kafka refuses or does not answer for a minute
   */
  public TopicTail(KafkaAddress kafka, Topic topic) {
    this.topic = topic;
    this.consumer =
        new KafkaConsumer<>(
            kafka.consumerProperties(null),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer());
    try {
      this.partitions =
          consumer.partitionsFor(topic.topicName(), PATIENCE).stream()
              .map(part -> new TopicPartition(part.topic(), part.partition()))
              .toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
    } catch (RuntimeException e) {
      consumer.close(Duration.ZERO);
      throw e;
    }
  }

  /**
   * Hands over every record that the topic holds at the moment of the call and that was not handed
   * over before; in order within a partition.
   *
   * @throws KafkaException when Kafka refuses or sends nothing for a minute
   */
  public void catchUp(Consumer<ConsumerRecord<byte[], byte[]>> records) {
    Map<TopicPartition, Long> ends = consumer.endOffsets(partitions, PATIENCE);
    long progressAt = System.nanoTime();
    long before = -1;
    while (true) {
      long missing = 0;
      for (TopicPartition part : partitions) {
        missing += Math.max(0, ends.get(part) - consumer.position(part, PATIENCE));
      }
      if (missing == 0) {
        return;
      }
      if (missing != before) {
        before = missing;
        progressAt = System.nanoTime();
      } else if (System.nanoTime() - progressAt > PATIENCE.toNanos()) {
        throw new TimeoutException(
            "Kafka sent nothing of topic "
                + topic.topicName()
                + " for "
                + PATIENCE.toSeconds()
                + " s");
      }
      consumer.poll(POLL).forEach(records);
    }
  }

  @Override
  public void close() {
    consumer.close(Duration.ofSeconds(1));
  }
}
