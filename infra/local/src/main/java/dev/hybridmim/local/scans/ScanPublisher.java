package dev.hybridmim.local.scans;

import com.google.protobuf.Timestamp;
import dev.hybridmim.ingest.catalogue.ScanLedger;
import dev.hybridmim.platform.connection.Connection;
import dev.hybridmim.platform.message.Reject;
import dev.hybridmim.platform.scan.ScanAnnouncement;
import dev.hybridmim.platform.scan.ScanNotifications;
import dev.hybridmim.platform.store.ObjectStore;
import dev.hybridmim.platform.store.S3ObjectStore;
import dev.hybridmim.platform.topic.Records;
import dev.hybridmim.platform.topic.Topic;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Puts files into the store and announces them; a call returns when both are durable. */
public final class ScanPublisher implements AutoCloseable {
  /** The stage by which rejects of this package are known. */
  public static final String STAGE = "intake";

  private static final String SOURCE = "local";
  private static final String EVENT = "s3:ObjectCreated:Put";

  private final ObjectStore store;
  private final String bucket;
  private final Producer<byte[], byte[]> producer;

  private ScanPublisher(ObjectStore store, String bucket, Producer<byte[], byte[]> producer) {
    this.store = store;
    this.bucket = bucket;
    this.producer = producer;
  }

  /** A publisher into a platform. */
  public static ScanPublisher open(Connection connection) {
    return new ScanPublisher(
        S3ObjectStore.open(connection.store()),
        connection.store().bucket(),
        new KafkaProducer<>(
            connection.kafka().producerProperties(),
            new ByteArraySerializer(),
            new ByteArraySerializer()));
  }

  /** Puts a file as an object and returns the store's mark of it. */
  String put(String key, ScanFile file) {
    return store.putFile(key, file.path(), contentType(key));
  }

  static String contentType(String key) {
    return key.endsWith(".gz") ? "application/gzip" : "application/octet-stream";
  }

  /** Puts an object of our own and returns the store's mark of it. */
  String put(String key, byte[] content) {
    return store.put(key, content, "application/json");
  }

  /** Announces an object on topic {@code scans}. */
  void announce(ScanEntry entry) throws InterruptedException {
    ScanAnnouncement announcement =
        new ScanAnnouncement(
            bucket, entry.key(), entry.size(), entry.eTag(), "", EVENT, Instant.now());
    send(
        Records.notification(
            SOURCE,
            ScanNotifications.recordKey(announcement),
            ScanNotifications.write(announcement)));
  }

  /** Publishes that a file could not be read, on topic {@code rejects}. */
  void reject(String key, String reason, String message) throws InterruptedException {
    Instant now = Instant.now();
    Timestamp time =
        Timestamp.newBuilder().setSeconds(now.getEpochSecond()).setNanos(now.getNano()).build();
    String reference = bucket + "/" + key;
    Reject reject =
        Reject.newBuilder()
            .setStage(STAGE)
            .setReference(reference)
            .setReason(reason)
            .setMessage(message)
            .setFirstSeen(time)
            .setLastSeen(time)
            .setRetryable(true)
            .build();
    send(Records.of(Topic.REJECTS, SOURCE, STAGE + "/" + reference, reject));
  }

  /** Takes back what any stage has refused of an object that was replaced. */
  void withdrawReject(String key) throws InterruptedException {
    for (String stage : ScanLedger.SCAN_STAGES) {
      send(
          new ProducerRecord<>(
              Topic.REJECTS.topicName(),
              (stage + "/" + bucket + "/" + key).getBytes(StandardCharsets.UTF_8),
              null));
    }
  }

  private void send(ProducerRecord<byte[], byte[]> record) throws InterruptedException {
    try {
      producer.send(record).get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof KafkaException cause) {
        throw cause;
      }
      throw new KafkaException(e.getCause());
    }
  }

  @Override
  public void close() {
    // Every send was waited for: what is still open belongs to a broker that is gone.
    producer.close(Duration.ZERO);
    store.close();
  }
}
