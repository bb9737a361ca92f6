package dev.hybridmim.ingest.reconcile;

import dev.hybridmim.platform.scan.ScanAnnouncement;
import dev.hybridmim.platform.store.ObjectInfo;
import dev.hybridmim.platform.store.ObjectStore;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/** Compares the bucket with what was announced; one thread. See this package's documentation. */
final class Reconciler {
  static final String PREFIX = "raw/";
  private static final String SERIES = PREFIX + "series/";
  private static final String EVENT = "s3:ObjectCreated:Put";

  private final ObjectStore store;
  private final String bucket;
  private final Consumer<AnnouncedObjects> catchUp;
  private final Clock clock;
  private final AnnouncedObjects announced = new AnnouncedObjects();
  private Set<ObjectInfo> suspects = new HashSet<>();

  /**
   * A reconciler that has not looked yet.
   *
   * @param catchUp takes in what topic {@code scans} has announced since the last call
   */
  Reconciler(ObjectStore store, String bucket, Consumer<AnnouncedObjects> catchUp, Clock clock) {
    this.store = store;
    this.bucket = bucket;
    this.catchUp = catchUp;
    this.clock = clock;
  }

  /**
   * Looks once.
   *
   * @return what has to be announced; it counts as announced from now on
   * @throws dev.hybridmim.platform.store.ObjectStoreException when the store is away
   */
  List<ScanAnnouncement> look() {
    // Listed first: what is put and announced while the topic is read can't be missed in it.
    List<ObjectInfo> objects = store.list(PREFIX);
    catchUp.accept(announced);
    List<ScanAnnouncement> missed = new ArrayList<>();
    Set<ObjectInfo> waiting = new HashSet<>();
    for (ObjectInfo object : objects) {
      if (isScan(object) && !announced.has(bucket, object.key(), object.eTag())) {
        if (suspects.contains(object)) {
          announced.add(bucket, object.key(), object.eTag());
          missed.add(announcement(object));
        } else {
          waiting.add(object);
        }
      }
    }
    suspects = waiting;
    return missed;
  }

  private ScanAnnouncement announcement(ObjectInfo object) {
    return new ScanAnnouncement(
        bucket,
        object.key(),
        object.size(),
        object.eTag(),
        "",
        EVENT,
        clock.instant().truncatedTo(ChronoUnit.MILLIS));
  }

  /** An object without bytes is a folder's mark, or announces nothing that could be told. */
  private static boolean isScan(ObjectInfo object) {
    String key = object.key();
    boolean ours =
        key.startsWith(SERIES) && (key.endsWith(".link") || key.endsWith("/prepared.json"));
    return object.size() > 0 && !ours;
  }
}
