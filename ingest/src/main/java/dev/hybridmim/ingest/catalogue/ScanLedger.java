package dev.hybridmim.ingest.catalogue;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Timestamp;
import dev.hybridmim.platform.connection.KafkaAddress;
import dev.hybridmim.platform.message.Reject;
import dev.hybridmim.platform.message.ScanSource;
import dev.hybridmim.platform.message.Volume;
import dev.hybridmim.platform.message.VolumeEvent;
import dev.hybridmim.platform.scan.MalformedNotificationException;
import dev.hybridmim.platform.scan.PairKeys;
import dev.hybridmim.platform.scan.ScanAnnouncement;
import dev.hybridmim.platform.scan.ScanNotifications;
import dev.hybridmim.platform.scan.ScanParts;
import dev.hybridmim.platform.topic.Topic;
import dev.hybridmim.platform.topic.TopicTail;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Every scan's fate, from the records of three topics in any order between them. This package's
 * documentation has the rules. Memory: some hundred bytes a scan.
 */
public final class ScanLedger {
  /** Stages whose references are objects of scans. */
  public static final Set<String> SCAN_STAGES = Set.of("ingest", "intake");

  private static final String MISSING = "object-missing";

  private final Map<String, Announced> announced = new HashMap<>();
  private final Map<String, Instant> prepared = new HashMap<>();
  private final Map<String, RejectEntry> rejects = new LinkedHashMap<>();
  private final Map<String, CatalogueEntry> volumes = new LinkedHashMap<>();
  private final Map<String, List<CatalogueEntry.Exclusion>> exclusions = new HashMap<>();

  private record Announced(String eTag, Instant time) {}

  /**
   * The ledger as the topics have it now.
   *
   * @throws org.apache.kafka.common.KafkaException when Kafka can't be read
   */
  public static ScanLedger read(KafkaAddress kafka) {
    ScanLedger ledger = new ScanLedger();
    for (Topic topic : List.of(Topic.SCANS, Topic.VOLUMES, Topic.REJECTS)) {
      try (TopicTail tail = new TopicTail(kafka, topic)) {
        tail.catchUp(record -> ledger.accept(topic, record));
      }
    }
    return ledger;
  }

  /** Takes in an announcement. */
  public void accept(ScanAnnouncement announcement) {
    announced.merge(
        PairKeys.scan(announcement.reference()),
        new Announced(announcement.eTag(), announcement.eventTime()),
        (older, newer) -> newer.time().isBefore(older.time()) ? older : newer);
  }

  /** Takes in an event of the catalogue. */
  public void accept(VolumeEvent event) {
    switch (event.getEventCase()) {
      case PREPARED -> accept(event.getPrepared());
      case EXCLUDED ->
          exclusions
              .computeIfAbsent(event.getExcluded().getId(), id -> new ArrayList<>())
              .add(
                  new CatalogueEntry.Exclusion(
                      event.getExcluded().getReason(), event.getExcluded().getBy()));
      case EVENT_NOT_SET -> {
        // A kind of event that a later version adds says nothing here.
      }
    }
  }

  /** Takes in a refusal. */
  public void accept(Reject reject) {
    rejects.merge(
        reject.getStage() + "/" + reject.getReference(),
        RejectEntry.of(reject),
        RejectEntry::mergedWith);
  }

  /**
   * Takes in that a refusal was withdrawn, because what was refused has been replaced.
   *
   * @param key of the record on topic {@code rejects}
   */
  public void withdraw(String key) {
    rejects.remove(key);
  }

  /** Refusals that are not history, in the order in which they were first seen. */
  public List<RejectEntry> rejects() {
    return rejects.values().stream()
        .filter(this::counts)
        .sorted(Comparator.comparing(RejectEntry::firstSeen).thenComparing(RejectEntry::reference))
        .toList();
  }

  /** Volumes in the order in which they were entered. */
  public List<CatalogueEntry> volumes() {
    return volumes.values().stream()
        .map(volume -> volume.with(exclusions.getOrDefault(volume.id(), List.of())))
        .toList();
  }

  /** How many different objects were announced. */
  public int announcedObjects() {
    return announced.size();
  }

  private void accept(Volume volume) {
    ScanSource source = volume.getSource();
    prepared.merge(
        PairKeys.scan(source.getBucket() + "/" + source.getKey()),
        instant(volume.getPreparedAt()),
        (older, newer) -> newer.isBefore(older) ? older : newer);
    volumes.merge(
        volume.getId(), CatalogueEntry.of(volume), (first, other) -> first.withSourcesOf(other));
  }

  /** Whether nothing has happened since that makes a refusal history. */
  private boolean counts(RejectEntry reject) {
    if (!SCAN_STAGES.contains(reject.stage())) {
      return true;
    }
    String scan = PairKeys.scan(reject.reference());
    Instant preparedAt = prepared.get(scan);
    if (preparedAt != null && !preparedAt.isBefore(reject.lastSeen())) {
      return false;
    }
    Announced newest = announced.get(scan);
    if (newest == null) {
      return countsAsPart(reject);
    }
    if (newest.time().isBefore(reject.lastSeen())) {
      return true;
    }
    // What was missing and has been put again may be what the catalogue has already, and then
    // nothing more comes.
    return newest.eTag().equals(reject.eTag()) && !reject.reason().equals(MISSING);
  }

  /**
   * A part of an archive was prepared at last when, after the archive was announced again,
   * something of it was, and the part not refused again.
   */
  private boolean countsAsPart(RejectEntry reject) {
    String archive = ScanParts.whole(reject.reference());
    Announced newest = announced.get(archive);
    if (newest == null || newest.time().isBefore(reject.lastSeen())) {
      return true;
    }
    Instant preparedAt = prepared.get(archive);
    boolean preparedSince = preparedAt != null && !preparedAt.isBefore(newest.time());
    return newest.eTag().equals(reject.eTag()) && !preparedSince;
  }

  private void accept(Topic topic, ConsumerRecord<byte[], byte[]> record) {
    if (record.value() == null) {
      // A compacted topic's mark of removal.
      if (topic == Topic.REJECTS) {
        withdraw(new String(record.key(), StandardCharsets.UTF_8));
      }
      return;
    }
    try {
      switch (topic) {
        case SCANS -> ScanNotifications.parse(record.value()).forEach(this::accept);
        case VOLUMES -> accept(VolumeEvent.parseFrom(record.value()));
        case REJECTS -> accept(Reject.parseFrom(record.value()));
        default -> throw new IllegalArgumentException("Topic " + topic + " says nothing of scans");
      }
    } catch (MalformedNotificationException e) {
      // The pipeline refuses it, and the refusal is in topic rejects.
      return;
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException(
          "The record at offset "
              + record.offset()
              + " of topic "
              + record.topic()
              + " is not a message of this platform: does another program write there?",
          e);
    }
  }

  static Instant instant(Timestamp time) {
    return Instant.ofEpochSecond(time.getSeconds(), time.getNanos());
  }
}
