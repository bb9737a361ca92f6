package dev.hybridmim.trainer.snapshot;

import dev.hybridmim.platform.store.ObjectInfo;
import dev.hybridmim.platform.store.ObjectStore;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which snapshots a store holds. A snapshot is listed when its manifest exists; whether its files
 * are whole is seen by reading them.
 */
public final class SnapshotCatalogue {
  private static final Logger LOG = LoggerFactory.getLogger(SnapshotCatalogue.class);

  private final ObjectStore store;
  private final SnapshotReader reader;

  public SnapshotCatalogue(ObjectStore store) {
    this.store = store;
    this.reader = new SnapshotReader(store);
  }

  /** Ids of the runs that have a snapshot, in order. */
  public SortedSet<String> runs() {
    SortedSet<String> runs = new TreeSet<>();
    for (SnapshotKey key : keysBelow(SnapshotKey.ROOT)) {
      runs.add(key.runId());
    }
    return runs;
  }

  /** A run's snapshots, oldest first. */
  public List<SnapshotKey> snapshots(String runId) {
    return keysBelow(SnapshotKey.runPrefix(runId));
  }

  /**
   * A run's newest snapshot of which every byte is right; reads all files of the newest, and of
   * older ones only if that is damaged.
   */
  public Optional<WrittenSnapshot> newestValid(String runId) {
    for (SnapshotKey key : newestFirst(runId)) {
      try {
        return Optional.of(reader.verify(key));
      } catch (SnapshotException damaged) {
        passOver(damaged);
      }
    }
    return Optional.empty();
  }

  /**
   * As {@link #newestValid}, copied into a local directory.
   *
   * @param directory exists
   * @throws SnapshotException when the local disk refuses
   */
  public Optional<Snapshot> downloadNewestValid(String runId, Path directory) {
    for (SnapshotKey key : newestFirst(runId)) {
      try {
        return Optional.of(reader.download(key, directory));
      } catch (SnapshotException damaged) {
        if (damaged.problem() == SnapshotException.Problem.LOCAL_DISK) {
          throw damaged;
        }
        passOver(damaged);
      }
    }
    return Optional.empty();
  }

  private static void passOver(SnapshotException damaged) {
    LOG.warn("{} The one before it is looked at.", damaged.getMessage());
  }

  private List<SnapshotKey> newestFirst(String runId) {
    List<SnapshotKey> keys = new ArrayList<>(snapshots(runId));
    Collections.reverse(keys);
    return keys;
  }

  private List<SnapshotKey> keysBelow(String prefix) {
    List<SnapshotKey> keys = new ArrayList<>();
    for (ObjectInfo object : store.list(prefix)) {
      SnapshotKey.ofManifest(object.key()).ifPresent(keys::add);
    }
    return keys;
  }
}
