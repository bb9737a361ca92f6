package dev.hybridmim.trainer.stream;

import dev.hybridmim.platform.connection.KafkaAddress;
import dev.hybridmim.platform.topic.Topic;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Reads a topic of one partition up to the end that it has when the reading begins. */
public final class TopicReader {
  private static final Duration POLL = Duration.ofMillis(100);
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private TopicReader() {}

  /**
   * Hands every record, also those of transactions that were aborted or are open, to a visitor, in
   * order.
   *
   * @param from offset of the first record; when it does not exist (any more), the earliest
   * @return the offset behind the last record
   * @throws KafkaException when Kafka refuses, or does not answer for a minute
   * @throws InterruptedException when the thread was interrupted
   */
  public static long readToEnd(
      KafkaAddress kafka, Topic topic, long from, Consumer<ConsumerRecord<byte[], byte[]>> visitor)
      throws InterruptedException {
    Map<String, Object> properties = kafka.consumerProperties(null);
    properties.put("isolation.level", "read_uncommitted");
    TopicPartition partition = new TopicPartition(topic.topicName(), 0);
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      List<TopicPartition> only = List.of(partition);
      consumer.assign(only);
      long begin = consumer.beginningOffsets(only, PATIENCE).get(partition);
      long end = consumer.endOffsets(only, PATIENCE).get(partition);
      consumer.seek(partition, from < begin || from > end ? begin : from);
      drain(consumer, partition, end, visitor);
      return end;
    } catch (InterruptException e) {
      // Kafka's client sets the interrupt flag and throws an unchecked exception of its own.
      Thread.interrupted();
      throw (InterruptedException)
          new InterruptedException("Interrupted while reading topic " + topic.topicName())
              .initCause(e);
    }
  }

  private static void drain(
      KafkaConsumer<byte[], byte[]> consumer,
      TopicPartition partition,
      long end,
      Consumer<ConsumerRecord<byte[], byte[]>> visitor) {
    long progressAt = System.nanoTime();
    long position = consumer.position(partition, PATIENCE);
    while (position < end) {
      for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
        if (record.offset() < end) {
          visitor.accept(record);
        }
      }
      long now = consumer.position(partition, PATIENCE);
      if (now > position) {
        position = now;
        progressAt = System.nanoTime();
      } else if (System.nanoTime() - progressAt > PATIENCE.toNanos()) {
        throw new KafkaException(
            "Kafka sent nothing of topic "
                + partition.topic()
                + " for "
                + PATIENCE.toSeconds()
                + " s, at offset "
                + position
                + " of "
                + end
                + ".");
      }
    }
  }
}
