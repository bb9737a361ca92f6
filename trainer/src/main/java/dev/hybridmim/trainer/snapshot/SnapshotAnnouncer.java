package dev.hybridmim.trainer.snapshot;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Timestamp;
import dev.hybridmim.platform.connection.KafkaAddress;
import dev.hybridmim.platform.message.LedgerPosition;
import dev.hybridmim.platform.message.SnapshotEvent;
import dev.hybridmim.platform.topic.Records;
import dev.hybridmim.platform.topic.Topic;
import dev.hybridmim.trainer.stream.TopicReader;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Publishes snapshots to topic {@code snapshots}.
 *
 * <p>An event is published after its manifest is durable, so every event names a snapshot that
 * exists. A crash in between leaves a snapshot without an event; {@link #announceMissing} makes up
 * for it. An event may appear twice with the same content but for nothing: consumers recognise it
 * by run, step and manifest checksum.
 */
public final class SnapshotAnnouncer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(SnapshotAnnouncer.class);

  private final KafkaAddress kafka;
  private final Producer<byte[], byte[]> producer;

  public SnapshotAnnouncer(KafkaAddress kafka) {
    this.kafka = kafka;
    this.producer =
        new KafkaProducer<>(
            kafka.producerProperties(), new ByteArraySerializer(), new ByteArraySerializer());
  }

  /**
   * Publishes one snapshot and waits for the acknowledgement.
   *
   * @throws KafkaException when Kafka refuses or stays away for two minutes
   */
  public void announce(WrittenSnapshot written) throws InterruptedException {
    String runId = written.manifest().runId();
    try {
      producer.send(Records.of(Topic.SNAPSHOTS, "trainer", runId, event(written))).get();
    } catch (ExecutionException e) {
      throw new KafkaException(
          "The snapshot "
              + written.manifest().key()
              + " could not be announced: "
              + e.getCause().getMessage(),
          e.getCause());
    }
  }

  /**
   * Publishes every whole snapshot of a run that has no event yet.
   *
   * @return how many there were
   */
  public int announceMissing(String runId, SnapshotCatalogue catalogue, SnapshotReader reader)
      throws InterruptedException {
    Set<Long> announced = announcedSteps(runId);
    int count = 0;
    for (SnapshotKey key : catalogue.snapshots(runId)) {
      if (announced.contains(key.step())) {
        continue;
      }
      try {
        announce(reader.verify(key));
        count++;
      } catch (SnapshotException damaged) {
        LOG.warn("{} It is not announced.", damaged.getMessage());
      }
    }
    return count;
  }

  /** The event of a snapshot. */
  static SnapshotEvent event(WrittenSnapshot written) {
    SnapshotManifest manifest = written.manifest();
    Instant createdAt = Instant.parse(manifest.createdAt());
    return SnapshotEvent.newBuilder()
        .setRunId(manifest.runId())
        .setStep(manifest.step())
        .setObjectPrefix(manifest.key().prefix())
        .setManifestSha256(written.manifestSha256())
        .putAllMetrics(manifest.metrics())
        .setLedger(
            LedgerPosition.newBuilder()
                .setTicket(manifest.position().next().ticket())
                .setOrdinal(manifest.position().next().ordinal()))
        .setProfile(manifest.profile().path("name").asText())
        .setCreatedAt(
            Timestamp.newBuilder()
                .setSeconds(createdAt.getEpochSecond())
                .setNanos(createdAt.getNano()))
        .build();
  }

  private Set<Long> announcedSteps(String runId) throws InterruptedException {
    Set<Long> steps = new HashSet<>();
    TopicReader.readToEnd(
        kafka,
        Topic.SNAPSHOTS,
        0,
        record -> {
          try {
            SnapshotEvent event = SnapshotEvent.parseFrom(record.value());
            if (event.getRunId().equals(runId)) {
              steps.add(event.getStep());
            }
          } catch (InvalidProtocolBufferException e) {
            LOG.warn(
                "The record at offset {} of topic snapshots is no snapshot event and is passed over.",
                record.offset());
          }
        });
    return steps;
  }

  @Override
  public void close() {
    producer.close();
  }
}
