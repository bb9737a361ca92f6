package dev.hybridmim.local.view;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.hybridmim.platform.connection.KafkaAddress;
import dev.hybridmim.platform.message.Sample;
import dev.hybridmim.platform.topic.Topic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * The newest records of topic {@code samples}.
 *
 * <p>In: a Kafka cluster. Out: up to a number of samples, the oldest of them first. Nothing is
 * committed; a trainer does not notice.
 */
public final class NewestSamples {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Duration POLL = Duration.ofMillis(200);

  /** Transaction marks take offsets too, so a few more are gone back. */
  private static final int SPARE_OFFSETS = 8;

  private NewestSamples() {}

  /**
   * Reads the newest samples there are now.
   *
   * @throws org.apache.kafka.common.KafkaException when the cluster does not answer
   */
  public static List<Sample> read(KafkaAddress kafka, int count) {
    Map<String, Object> properties = kafka.consumerProperties(null);
    properties.put("max.poll.records", Math.max(1, count));
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      List<TopicPartition> partitions =
          consumer.partitionsFor(Topic.SAMPLES.topicName(), PATIENCE).stream()
              .map(info -> new TopicPartition(info.topic(), info.partition()))
              .toList();
      consumer.assign(partitions);
      Map<TopicPartition, Long> begins = consumer.beginningOffsets(partitions, PATIENCE);
      Map<TopicPartition, Long> ends = new HashMap<>(consumer.endOffsets(partitions, PATIENCE));
      partitions.forEach(
          partition ->
              consumer.seek(
                  partition,
                  Math.max(begins.get(partition), ends.get(partition) - count - SPARE_OFFSETS)));
      return newest(readTo(ends, consumer), count);
    }
  }

  private static List<ConsumerRecord<byte[], byte[]>> readTo(
      Map<TopicPartition, Long> ends, KafkaConsumer<byte[], byte[]> consumer) {
    List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (ends.entrySet().stream()
        .anyMatch(end -> consumer.position(end.getKey(), PATIENCE) < end.getValue())) {
      if (System.nanoTime() > deadline) {
        throw new TimeoutException("Kafka sent no samples within " + PATIENCE.toSeconds() + " s");
      }
      consumer.poll(POLL).forEach(records::add);
    }
    return records;
  }

  private static List<Sample> newest(List<ConsumerRecord<byte[], byte[]>> records, int count) {
    records.sort(Comparator.comparingLong(ConsumerRecord::timestamp));
    List<Sample> samples = new ArrayList<>();
    for (ConsumerRecord<byte[], byte[]> record :
        records.subList(Math.max(0, records.size() - count), records.size())) {
      try {
        samples.add(Sample.parseFrom(record.value()));
      } catch (InvalidProtocolBufferException e) {
        throw new IllegalStateException(
            "The record at offset "
                + record.offset()
                + " of partition "
                + record.partition()
                + " of samples is no sample",
            e);
      }
    }
    return samples;
  }
}
