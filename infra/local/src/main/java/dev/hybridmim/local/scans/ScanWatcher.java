package dev.hybridmim.local.scans;

import dev.hybridmim.local.RunException;
import dev.hybridmim.local.scans.ScanDirectory.Look;
import dev.hybridmim.platform.scan.Pseudonyms;
import dev.hybridmim.platform.scan.SeriesCompletion;
import dev.hybridmim.platform.scan.SeriesKeys;
import dev.hybridmim.platform.store.ObjectStoreException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.common.KafkaException;

/**
 * Puts every scan of a directory into the store and announces it, then keeps looking for new and
 * changed ones.
 *
 * <p>Guarantees: each file that stays complete for long enough is announced at least once, after
 * its object is durable; a file that the index knows unchanged is neither put nor announced again.
 * One thread; looks begin a second apart, or ten times as long as a look takes when the directory
 * is large.
 */
public final class ScanWatcher implements AutoCloseable {
  private static final Duration PAUSE = Duration.ofSeconds(1);
  private static final int PAUSE_PER_LOOK = 10;

  /** A file that has not changed for so long is not being written. */
  private static final Duration QUIET = Duration.ofSeconds(5);

  /**
   * Looks that may fail one after another, because store or broker are away, before the run is
   * given up.
   */
  private static final int PATIENCE = 30;

  private final ScanDirectory directory;
  private final ScanKeys keys;
  private final Pseudonyms pseudonyms;
  private final ScanIndex index;
  private final ScanPublisher publisher;
  private final Thread thread;
  private final Set<String> unreadable = new HashSet<>();
  private final AtomicReference<State> state =
      new AtomicReference<>(new State(0, 0, List.of(), 0, false));
  private final AtomicReference<RuntimeException> failure = new AtomicReference<>();
  private Map<Path, ScanFile> before = new HashMap<>();
  private Map<Path, ScanFile> seen = new HashMap<>();
  private volatile boolean closed;

  public ScanWatcher(
      ScanDirectory directory, String siteSecret, ScanIndex index, ScanPublisher publisher) {
    this.directory = directory;
    this.keys = new ScanKeys(siteSecret);
    this.pseudonyms = Pseudonyms.of(siteSecret);
    this.index = index;
    this.publisher = publisher;
    this.thread = new Thread(this::watch, "scan-watcher");
    this.thread.setDaemon(true);
  }

  /** Begins to watch. */
  public void start() {
    thread.start();
  }

  /**
   * What the last look has found.
   *
   * @throws RunException when watching had to be given up
   */
  public State state() {
    RuntimeException failed = failure.get();
    if (failed != null) {
      throw failed;
    }
    return state.get();
  }

  /**
   * What a look has found.
   *
   * @param scans files that are scans by their names
   * @param ignored visible files that are not
   * @param ignoredNames the first few of these, relative to the directory
   * @param unreadable directories, links and files that can't be read
   * @param settled whether every scan that was found is announced, or rejected because it can't be
   *     read
   */
  public record State(
      int scans, int ignored, List<Path> ignoredNames, int unreadable, boolean settled) {}

  private void watch() {
    int failures = 0;
    try {
      while (!closed) {
        long began = System.nanoTime();
        try {
          lookOnce();
          failures = 0;
        } catch (ObjectStoreException | KafkaException e) {
          failures++;
          if (failures >= PATIENCE) {
            throw new RunException(
                "Scans can't be handed on since the store or the broker does not answer: "
                    + e.getMessage(),
                e);
          }
        }
        long look = System.nanoTime() - began;
        Thread.sleep(Math.max(PAUSE.toMillis(), PAUSE_PER_LOOK * look / 1_000_000));
      }
    } catch (InterruptedException e) {
      // Only close() interrupts this thread, which then has nothing more to do.
      return;
    } catch (RuntimeException e) {
      failure.set(e);
    }
  }

  private void lookOnce() throws InterruptedException {
    Look look = directory.look();
    seen = byPath(look.scans());
    boolean settled = true;
    Map<String, SeriesFiles> series = new LinkedHashMap<>();
    for (ScanFile file : look.scans()) {
      String key = key(file);
      boolean handled = handle(key, file);
      settled &= handled;
      SeriesKeys.folderOf(key)
          .ifPresent(
              folder ->
                  series.merge(
                      folder, new SeriesFiles(file.path(), 1, handled), SeriesFiles::with));
    }
    for (Map.Entry<String, SeriesFiles> entry : series.entrySet()) {
      complete(entry.getKey(), entry.getValue());
    }
    before = seen;
    state.set(
        new State(
            look.count(),
            look.ignored(),
            look.ignoredNames(),
            look.unreadable() + unreadable.size(),
            settled));
  }

  /** The files of a series that a look has found. */
  private record SeriesFiles(Path first, int count, boolean handled) {
    SeriesFiles with(SeriesFiles other) {
      return new SeriesFiles(first, count + other.count, handled && other.handled);
    }
  }

  /** Says that a series is complete once all of its files that are here have been announced. */
  private void complete(String folder, SeriesFiles files) throws InterruptedException {
    String key = SeriesKeys.completion(folder);
    boolean told =
        index.find(key).map(ScanEntry::size).filter(count -> count == files.count()).isPresent();
    if (told || !files.handled()) {
      return;
    }
    byte[] word = new SeriesCompletion(files.count()).toJson();
    String directoryName = files.first().getParent().toString();
    ScanEntry entry = new ScanEntry(key, directoryName, word.length, 0, publisher.put(key, word));
    publisher.announce(entry);
    // By the folder's name the reject of a series is found again.
    index.add(new ScanEntry(folder, directoryName, files.count(), 0, ""));
    index.add(new ScanEntry(key, directoryName, files.count(), 0, entry.eTag()));
  }

  /**
   * An image of DICOM lies in its series' folder. Its name there is made of its path and not of
   * what it says of itself, so that two files never share an object.
   */
  private String key(ScanFile file) {
    return directory
        .seriesInstanceUid(file)
        .map(uid -> SeriesKeys.folder(pseudonyms.series(uid)))
        .map(folder -> SeriesKeys.instance(folder, pseudonyms.object(file.path().toString())))
        .orElseGet(() -> keys.key(file.path()));
  }

  /** Whether nothing is left to be done for the file. */
  private boolean handle(String key, ScanFile file) throws InterruptedException {
    Optional<ScanEntry> known = index.find(key);
    if (known.isPresent() && known.get().sameFile(file)) {
      return true;
    }
    if (!Files.isReadable(file.path())) {
      if (unreadable.add(key)) {
        publisher.reject(
            key, "unreadable", "The file may not be read by this user: change its permissions.");
      }
      return true;
    }
    unreadable.remove(key);
    return isComplete(file) && hand(key, file);
  }

  private boolean isComplete(ScanFile file) {
    boolean quiet = System.currentTimeMillis() - file.modified() > QUIET.toMillis();
    return quiet || file.equals(before.get(file.path()));
  }

  private boolean hand(String key, ScanFile file) throws InterruptedException {
    if (file.size() == 0) {
      // An object without bytes is no announcement that a pipeline could tell from a lost size.
      publisher.reject(key, "empty", "The file has no bytes: copy it again.");
      index.add(new ScanEntry(key, file.path().toString(), 0, file.modified(), ""));
      return true;
    }
    String eTag = publisher.put(key, file);
    ScanEntry entry =
        new ScanEntry(key, file.path().toString(), file.size(), file.modified(), eTag);
    if (!unchanged(file)) {
      return false;
    }
    if (isOtherHalfThere(file)) {
      publisher.announce(entry);
    }
    index.add(entry);
    return true;
  }

  /**
   * Of a NIfTI pair the half that is put last is announced, for both: announced before, the first
   * one would be refused for want of the other. A half that is alone is announced, and refused.
   */
  private boolean isOtherHalfThere(ScanFile file) {
    Optional<ScanFile> other = ScanDirectory.otherHalf(file.path()).map(seen::get);
    return other.isEmpty()
        || index
            .find(keys.key(other.get().path()))
            .filter(e -> e.sameFile(other.get()))
            .isPresent();
  }

  /** A file that was written to while it was being put is looked at again next time. */
  private static boolean unchanged(ScanFile file) {
    try {
      return Files.size(file.path()) == file.size()
          && Files.getLastModifiedTime(file.path()).toMillis() == file.modified();
    } catch (java.io.IOException e) {
      // It was removed meanwhile.
      return false;
    }
  }

  private static Map<Path, ScanFile> byPath(List<ScanFile> files) {
    Map<Path, ScanFile> byPath = new HashMap<>();
    files.forEach(file -> byPath.put(file.path(), file));
    return byPath;
  }

  @Override
  public void close() {
    closed = true;
    thread.interrupt();
    try {
      thread.join(Duration.ofSeconds(30).toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
