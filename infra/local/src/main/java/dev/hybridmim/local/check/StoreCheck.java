package dev.hybridmim.local.check;

import dev.hybridmim.ingest.catalogue.CatalogueEntry;
import dev.hybridmim.ingest.catalogue.ScanLedger;
import dev.hybridmim.ingest.catalogue.ScanRetry;
import dev.hybridmim.ingest.volume.VolumeCheck;
import dev.hybridmim.local.check.StoreReport.Count;
import dev.hybridmim.local.check.StoreReport.Orphan;
import dev.hybridmim.local.check.StoreReport.Part;
import dev.hybridmim.platform.store.ObjectInfo;
import dev.hybridmim.platform.store.ObjectNotFoundException;
import dev.hybridmim.platform.store.ObjectStore;
import dev.hybridmim.platform.store.ObjectStoreException;
import dev.hybridmim.trainer.snapshot.SnapshotCatalogue;
import dev.hybridmim.trainer.snapshot.SnapshotException;
import dev.hybridmim.trainer.snapshot.SnapshotKey;
import dev.hybridmim.trainer.snapshot.SnapshotReader;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The check that this package's documentation describes. One thread; memory: one chunk. */
public final class StoreCheck {
  private static final String SCANS = "raw/";
  private static final String VOLUMES = "volumes/";
  private static final Pattern VOLUME = Pattern.compile("(volumes/[^/]+/[^/]+/).*");
  private static final Pattern MD5 = Pattern.compile("[0-9a-f]{32}");
  private static final int BUFFER_BYTES = 1 << 16;

  private final ObjectStore store;
  private final ScanLedger ledger;
  private final Consumer<String> progress;
  private final List<Part> parts = new ArrayList<>();
  private final List<Orphan> orphans = new ArrayList<>();
  private final Map<String, Boolean> soundScans = new HashMap<>();

  /**
   * A check that has not begun.
   *
   * @param progress is told what is read
   */
  public StoreCheck(ObjectStore store, ScanLedger ledger, Consumer<String> progress) {
    this.store = store;
    this.ledger = ledger;
    this.progress = progress;
  }

  /**
   * Reads everything.
   *
   * @throws ObjectStoreException when the store is away
   */
  public StoreReport run() {
    checkScans();
    checkVolumes();
    checkSnapshots();
    List<Count> counts = new ArrayList<>();
    for (String kind : List.of("scan", "volume", "snapshot")) {
      List<Part> of = parts.stream().filter(part -> part.kind().equals(kind)).toList();
      counts.add(
          new Count(
              kind,
              of.size(),
              (int) of.stream().filter(part -> !part.sound()).count(),
              of.stream().mapToLong(Part::bytes).sum()));
    }
    return new StoreReport(
        parts.stream().allMatch(Part::sound),
        counts,
        List.copyOf(parts),
        List.copyOf(orphans),
        List.of());
  }

  /**
   * Lets damaged volumes whose scan is sound be prepared anew: their root metadata is deleted, so
   * that they do not exist any more, and their scan is announced again.
   *
   * @param report of a check that has run
   * @return the prefixes of these volumes
   */
  public List<String> repair(StoreReport report, ScanRetry retry) throws InterruptedException {
    Set<String> damaged = new HashSet<>();
    report.parts().stream()
        .filter(part -> part.kind().equals("volume") && !part.sound())
        .forEach(part -> damaged.add(part.name()));
    List<String> repaired = new ArrayList<>();
    for (CatalogueEntry volume : ledger.volumes()) {
      Optional<String> scan =
          volume.scans().stream()
              .map(CatalogueEntry.Scan::key)
              .filter(key -> soundScans.getOrDefault(key, false))
              .findFirst();
      if (damaged.contains(volume.prefix()) && scan.isPresent()) {
        store.delete(volume.prefix() + "zarr.json");
        if (retry.announce(scan.get())) {
          repaired.add(volume.prefix());
        }
      }
    }
    return repaired;
  }

  private void checkScans() {
    Map<String, CatalogueEntry.Scan> catalogued = new HashMap<>();
    for (CatalogueEntry volume : ledger.volumes()) {
      volume.scans().forEach(scan -> catalogued.put(scan.key(), scan));
    }
    for (ObjectInfo object : store.list(SCANS)) {
      progress.accept(object.key());
      CatalogueEntry.Scan known = catalogued.remove(object.key());
      List<String> damage = new ArrayList<>();
      // A newer version of a scan may be on its way into the catalogue.
      boolean same = known != null && known.eTag().equals(object.eTag());
      long bytes = read(object, same ? known.bytes() : object.size(), damage);
      soundScans.put(object.key(), damage.isEmpty());
      parts.add(
          new Part(
              "scan",
              object.key(),
              bytes,
              damage,
              damage.isEmpty() ? "" : "the scan, unless it is put again"));
    }
    for (CatalogueEntry.Scan gone : catalogued.values()) {
      if (gone.key().endsWith("/")) {
        // A series is a folder; its members were read above.
        continue;
      }
      soundScans.put(gone.key(), false);
      parts.add(
          new Part(
              "scan",
              gone.key(),
              0,
              List.of(gone.key() + " is missing; put it again."),
              "the scan; its volume can't be prepared anew"));
    }
  }

  private long read(ObjectInfo object, long expected, List<String> damage) {
    MessageDigest md5 = md5();
    long bytes = 0;
    try (InputStream content = store.open(object.key())) {
      byte[] buffer = new byte[BUFFER_BYTES];
      for (int count = content.read(buffer); count >= 0; count = content.read(buffer)) {
        md5.update(buffer, 0, count);
        bytes += count;
      }
    } catch (ObjectNotFoundException e) {
      damage.add(object.key() + " went away while it was checked; check again.");
      return 0;
    } catch (IOException e) {
      throw new ObjectStoreException("The store broke off while sending " + object.key(), true, e);
    }
    if (bytes != expected) {
      damage.add(
          "%s has %d bytes and should have %d; put it again."
              .formatted(object.key(), bytes, expected));
    } else if (MD5.matcher(object.eTag()).matches()
        && !object.eTag().equals(HexFormat.of().formatHex(md5.digest()))) {
      damage.add(object.key() + " has not the content that was put; put it again.");
    }
    return damage.isEmpty() ? bytes : 0;
  }

  private void checkVolumes() {
    Map<String, Long> prefixes = new HashMap<>();
    List<ObjectInfo> objects = store.list(VOLUMES);
    for (ObjectInfo object : objects) {
      Matcher matcher = VOLUME.matcher(object.key());
      if (matcher.matches()) {
        prefixes.merge(matcher.group(1), object.size(), Long::sum);
      }
    }
    for (CatalogueEntry volume : ledger.volumes()) {
      progress.accept(volume.prefix());
      VolumeCheck.Result result = VolumeCheck.of(store, volume.prefix(), volume.checksum());
      prefixes.remove(volume.prefix());
      result.strangers().forEach(this::addOrphan);
      boolean repairable =
          volume.scans().stream().anyMatch(scan -> soundScans.getOrDefault(scan.key(), false));
      String lost =
          repairable
              ? "nothing: `hybridmim check --repair` has it prepared anew from its scan"
              : "the volume, since its scan is not sound either";
      parts.add(
          new Part(
              "volume",
              volume.prefix(),
              result.bytes(),
              result.damage(),
              result.damage().isEmpty() ? "" : lost));
    }
    // Prepared with other settings, or not completely written.
    prefixes.keySet().stream().sorted().forEach(prefix -> checkUncatalogued(prefix, objects));
  }

  private void checkUncatalogued(String prefix, List<ObjectInfo> objects) {
    progress.accept(prefix);
    if (store.stat(prefix + "zarr.json").isEmpty()) {
      objects.stream()
          .filter(object -> object.key().startsWith(prefix))
          .forEach(object -> orphans.add(new Orphan(object.key(), object.size())));
      return;
    }
    VolumeCheck.Result result = VolumeCheck.of(store, prefix, "");
    result.strangers().forEach(this::addOrphan);
    parts.add(
        new Part(
            "volume",
            prefix,
            result.bytes(),
            result.damage(),
            result.damage().isEmpty() ? "" : "nothing: the catalogue does not name it"));
  }

  private void checkSnapshots() {
    SnapshotCatalogue catalogue = new SnapshotCatalogue(store);
    SnapshotReader reader = new SnapshotReader(store);
    Set<String> known = new HashSet<>();
    for (String run : catalogue.runs()) {
      for (SnapshotKey key : catalogue.snapshots(run)) {
        progress.accept(key.prefix());
        List<String> damage = new ArrayList<>();
        long bytes = 0;
        known.add(key.manifest());
        try {
          // Named first: a file that is damaged is still the snapshot's.
          reader
              .manifest(key)
              .manifest()
              .files()
              .forEach(file -> known.add(key.prefix() + file.name()));
          bytes =
              reader.verify(key).manifest().files().stream().mapToLong(file -> file.bytes()).sum();
        } catch (SnapshotException e) {
          damage.add(e.getMessage());
        }
        parts.add(
            new Part(
                "snapshot",
                key.prefix(),
                bytes,
                damage,
                damage.isEmpty() ? "" : "these weights; a run goes on from an earlier snapshot"));
      }
    }
    for (ObjectInfo object : store.list(SnapshotKey.ROOT)) {
      if (!known.contains(object.key()) && !belongsToDamaged(object.key())) {
        orphans.add(new Orphan(object.key(), object.size()));
      }
    }
  }

  /** Without a readable manifest nobody can tell whose a file is. */
  private boolean belongsToDamaged(String key) {
    return parts.stream()
        .anyMatch(
            part -> part.kind().equals("snapshot") && !part.sound() && key.startsWith(part.name()));
  }

  private void addOrphan(String key) {
    store.stat(key).ifPresent(object -> orphans.add(new Orphan(key, object.size())));
  }

  private static MessageDigest md5() {
    try {
      return MessageDigest.getInstance("MD5");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has MD5", e);
    }
  }
}
