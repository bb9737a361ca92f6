package dev.hybridmim.trainer.stream;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.hybridmim.platform.connection.KafkaAddress;
import dev.hybridmim.platform.message.VolumeEvent;
import dev.hybridmim.platform.topic.Topic;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How far the catalogue of volumes has come, and which offsets hold volumes to cut samples from.
 * Keeps the volumes' ids and offsets, about 300 bytes each.
 */
final class Catalogue implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Catalogue.class);
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Duration POLL = Duration.ofMillis(50);

  private final KafkaConsumer<byte[], byte[]> consumer;
  private final TopicPartition partition = new TopicPartition(Topic.VOLUMES.topicName(), 0);
  private final UsableVolumes volumes = new UsableVolumes();
  private long position;

  Catalogue(KafkaAddress kafka) {
    Map<String, Object> properties = kafka.consumerProperties(null);
    consumer =
        new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    consumer.assign(List.of(partition));
    consumer.seekToBeginning(List.of(partition));
  }

  /** Reads what is there now. */
  void refresh() {
    long end = consumer.endOffsets(List.of(partition), PATIENCE).get(partition);
    long progressAt = System.nanoTime();
    long reached = consumer.position(partition, PATIENCE);
    while (reached < end) {
      for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
        append(record);
      }
      long now = consumer.position(partition, PATIENCE);
      if (now > reached) {
        reached = now;
        progressAt = System.nanoTime();
      } else if (System.nanoTime() - progressAt > PATIENCE.toNanos()) {
        throw new SampleStreamException(
            "Kafka sent nothing of topic "
                + partition.topic()
                + " for "
                + PATIENCE.toSeconds()
                + " s, at offset "
                + reached
                + " of "
                + end
                + ".");
      }
    }
  }

  /**
   * One more than the offset of the last record that was seen: a position that every other reader
   * of the topic reaches, too.
   */
  long position() {
    return position;
  }

  /** True when samples can be cut from at least one volume. */
  boolean hasVolumes() {
    return !volumes.isEmpty();
  }

  /** The volumes that samples can be cut from now. */
  UsableVolumes volumes() {
    return volumes;
  }

  private void append(ConsumerRecord<byte[], byte[]> record) {
    position = record.offset() + 1;
    if (record.value() == null) {
      return;
    }
    try {
      VolumeEvent event = VolumeEvent.parseFrom(record.value());
      if (event.hasExcluded()) {
        volumes.excluded(event.getExcluded().getId());
      } else if (event.hasPrepared()) {
        volumes.prepared(event.getPrepared().getId(), record.offset());
      }
    } catch (InvalidProtocolBufferException e) {
      LOG.warn(
          "The record at offset {} of topic volumes is no volume event and is passed over.",
          record.offset());
    }
  }

  @Override
  public void close() {
    consumer.close();
  }
}
