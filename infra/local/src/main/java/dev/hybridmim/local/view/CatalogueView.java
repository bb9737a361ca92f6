package dev.hybridmim.local.view;

import com.google.protobuf.Timestamp;
import dev.hybridmim.platform.message.ExclusionReason;
import dev.hybridmim.platform.message.Reject;
import dev.hybridmim.platform.message.ScanSource;
import dev.hybridmim.platform.message.Volume;
import dev.hybridmim.platform.message.VolumeEvent;
import dev.hybridmim.platform.message.VolumeExclusion;
import dev.hybridmim.platform.scan.PairKeys;
import dev.hybridmim.platform.scan.ScanAnnouncement;
import dev.hybridmim.platform.scan.SeriesKeys;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What became of each scan. Memory: a few hundred bytes a scan.
 *
 * <p>A scan may be announced again after its file was changed, so an older refusal no longer
 * counts; the events of the three topics arrive in any order.
 */
final class CatalogueView {
  private static final Set<String> SCAN_STAGES = Set.of("ingest", "intake");

  private final Map<String, Announced> announced = new HashMap<>();
  private final Map<String, Prepared> prepared = new HashMap<>();
  private final Map<String, Reject> rejects = new HashMap<>();
  private final Set<String> withdrawn = new HashSet<>();
  private final Set<String> heldBack = new HashSet<>();

  void accept(ScanAnnouncement announcement) {
    Optional<String> folder = SeriesKeys.folderOf(announcement.key());
    announced.merge(
        // A series is one scan, however many objects it is.
        // So is a pair of NIfTI.
        folder
            .map(name -> announcement.bucket() + "/" + name)
            .orElse(PairKeys.scan(announcement.reference())),
        new Announced(folder.isPresent() ? "" : announcement.eTag(), announcement.eventTime()),
        (older, newer) -> newer.time().isBefore(older.time()) ? older : newer);
  }

  void accept(VolumeEvent event) {
    switch (event.getEventCase()) {
      case PREPARED -> accept(event.getPrepared());
      case EXCLUDED -> accept(event.getExcluded());
      case EVENT_NOT_SET -> {
        // A kind of event that a later version adds does not change these counts.
      }
    }
  }

  void accept(Reject reject) {
    rejects.put(reject.getStage() + "/" + reject.getReference(), reject);
  }

  /** A refusal was taken back, because what was refused has been replaced. */
  void withdraw(String rejectKey) {
    rejects.remove(rejectKey);
    withdrawn.add(PairKeys.scan(rejectKey.substring(rejectKey.indexOf('/') + 1)));
  }

  Summary.Scans scans(long ignored) {
    Set<String> references = new HashSet<>(announced.keySet());
    references.removeAll(withdrawn);
    references.addAll(prepared.keySet());
    Set<String> refused = new HashSet<>();
    for (Reject reject : rejects.values()) {
      if (isOfScan(reject) && counts(reject)) {
        references.add(PairKeys.scan(reject.getReference()));
        refused.add(PairKeys.scan(reject.getReference()));
      }
    }
    Set<String> ids = new HashSet<>();
    long held = 0;
    for (Prepared volume : prepared.values()) {
      if (ids.add(volume.id()) && heldBack.contains(volume.id())) {
        held++;
      }
    }
    return new Summary.Scans(
        references.size(),
        prepared.size() - replaced(),
        refused.size(),
        prepared.size() - ids.size(),
        held,
        ignored);
  }

  /** Refusals that count, in the order in which they were first seen. */
  List<Reject> rejects() {
    List<Reject> counting = new ArrayList<>();
    for (Reject reject : rejects.values()) {
      if (counts(reject)) {
        counting.add(reject);
      }
    }
    counting.sort(
        java.util.Comparator.comparing((Reject reject) -> instant(reject.getFirstSeen()))
            .thenComparing(Reject::getReference));
    return counting;
  }

  /** Scans that were prepared once, and whose changed file has been refused since. */
  private long replaced() {
    return rejects.values().stream()
        .filter(reject -> isOfScan(reject) && counts(reject))
        .map(reject -> PairKeys.scan(reject.getReference()))
        .filter(prepared::containsKey)
        .distinct()
        .count();
  }

  private void accept(Volume volume) {
    ScanSource source = volume.getSource();
    String reference = PairKeys.scan(source.getBucket() + "/" + source.getKey());
    prepared.merge(
        reference,
        new Prepared(volume.getId(), source.getEtag(), instant(volume.getPreparedAt())),
        (older, newer) -> newer.time().isBefore(older.time()) ? older : newer);
  }

  private void accept(VolumeExclusion exclusion) {
    if (exclusion.getReason() == ExclusionReason.EXCLUSION_REASON_HELD_BACK) {
      heldBack.add(exclusion.getId());
    }
  }

  private static boolean isOfScan(Reject reject) {
    return SCAN_STAGES.contains(reject.getStage());
  }

  /** Whether nothing has happened since that makes the refusal history. */
  private boolean counts(Reject reject) {
    if (!isOfScan(reject)) {
      return true;
    }
    Instant refused = instant(reject.getLastSeen());
    String scan = PairKeys.scan(reject.getReference());
    Prepared volume = prepared.get(scan);
    if (volume != null && !volume.time().isBefore(refused)) {
      return false;
    }
    Announced newest = announced.get(scan);
    return newest == null
        || newest.time().isBefore(refused)
        || newest.eTag().equals(reject.getEtag());
  }

  private static Instant instant(Timestamp time) {
    return Instant.ofEpochSecond(time.getSeconds(), time.getNanos());
  }

  private record Announced(String eTag, Instant time) {}

  private record Prepared(String id, String eTag, Instant time) {}
}
