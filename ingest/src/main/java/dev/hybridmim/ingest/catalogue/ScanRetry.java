package dev.hybridmim.ingest.catalogue;

import dev.hybridmim.platform.connection.Connection;
import dev.hybridmim.platform.scan.ScanAnnouncement;
import dev.hybridmim.platform.scan.ScanNotifications;
import dev.hybridmim.platform.scan.ScanParts;
import dev.hybridmim.platform.scan.SeriesKeys;
import dev.hybridmim.platform.store.ObjectInfo;
import dev.hybridmim.platform.store.ObjectStore;
import dev.hybridmim.platform.topic.Records;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Announces refused scans again, after what was wrong has been put right. The announcement is a new
 * one, so it is no duplicate of the old one; a call returns when it is durable.
 */
public final class ScanRetry {
  private static final String SOURCE = "retry";
  private static final String EVENT = "s3:ObjectCreated:Put";

  private final Connection connection;
  private final ObjectStore store;
  private final Clock clock;

  public ScanRetry(Connection connection, ObjectStore store, Clock clock) {
    this.connection = connection;
    this.store = store;
    this.clock = clock;
  }

  /**
   * Announces what each reject refers to.
   *
   * @return those that could be announced; the objects of the others are gone, or are no scans
   */
  public List<RejectEntry> announce(List<RejectEntry> rejects) throws InterruptedException {
    List<RejectEntry> done = new ArrayList<>();
    List<ScanAnnouncement> announcements = new ArrayList<>();
    String prefix = connection.store().bucket() + "/";
    for (RejectEntry reject : rejects) {
      if (ScanLedger.SCAN_STAGES.contains(reject.stage())
          && reject.reference().startsWith(prefix)) {
        List<ScanAnnouncement> found = announcements(reject.reference().substring(prefix.length()));
        announcements.addAll(found);
        if (!found.isEmpty()) {
          done.add(reject);
        }
      }
    }
    publish(announcements);
    return done;
  }

  /**
   * Announces the scan of a key.
   *
   * @param key of an object, or of a series' folder with its slash
   * @return false when the store has no such object
   */
  public boolean announce(String key) throws InterruptedException {
    List<ScanAnnouncement> announcements = announcements(key);
    publish(announcements);
    return !announcements.isEmpty();
  }

  private void publish(List<ScanAnnouncement> announcements) throws InterruptedException {
    try (Producer<byte[], byte[]> producer =
        new KafkaProducer<>(
            connection.kafka().producerProperties(),
            new ByteArraySerializer(),
            new ByteArraySerializer())) {
      List<Future<RecordMetadata>> sent = new ArrayList<>();
      for (ScanAnnouncement announcement : announcements) {
        sent.add(
            producer.send(
                Records.notification(
                    SOURCE,
                    ScanNotifications.recordKey(announcement),
                    ScanNotifications.write(announcement))));
      }
      for (Future<RecordMetadata> record : sent) {
        record.get();
      }
    } catch (ExecutionException e) {
      throw e.getCause() instanceof KafkaException cause ? cause : new KafkaException(e.getCause());
    }
  }

  private List<ScanAnnouncement> announcements(String key) {
    // A series is a folder, and each of its objects is announced.
    List<ObjectInfo> objects =
        key.endsWith("/")
            ? store.list(key).stream().filter(object -> SeriesKeys.isMember(object.key())).toList()
            // A part of an archive comes again with the whole of it.
            : store
                .stat(key)
                .or(() -> store.stat(ScanParts.whole(key)))
                .map(List::of)
                .orElse(List.of());
    Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
    return objects.stream()
        .map(
            object ->
                new ScanAnnouncement(
                    connection.store().bucket(),
                    object.key(),
                    object.size(),
                    object.eTag(),
                    "",
                    EVENT,
                    now))
        .toList();
  }
}
