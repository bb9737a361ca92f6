package dev.hybridmim.ingest.intake.store;

import dev.hybridmim.platform.store.ObjectStore;
import dev.hybridmim.platform.store.ObjectStoreException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether anything can be taken now: the store answers, and the disk has room. Thread-safe.
 *
 * <p>A failed put closes it; it opens again when the store answers a look-up, which is tried at
 * most once a second by whoever asks.
 */
public final class StoreGate {
  private static final Logger LOG = LoggerFactory.getLogger(StoreGate.class);
  private static final String PROBE = "raw/series/probe";
  private static final long PAUSE_NANOS = 1_000_000_000L;

  private final ObjectStore store;
  private final Path disk;
  private final long watermark;
  private boolean answering = true;
  private boolean roomy = true;
  private long lookedAt;

  /**
   * A gate.
   *
   * @param watermark free bytes below which the disk counts as nearly full
   */
  public StoreGate(ObjectStore store, Path disk, long watermark) {
    this.store = store;
    this.disk = disk;
    this.watermark = watermark;
    this.lookedAt = System.nanoTime() - PAUSE_NANOS;
  }

  /** Whether an instance can be taken. */
  public synchronized boolean isOpen() {
    if (System.nanoTime() - lookedAt >= PAUSE_NANOS) {
      lookedAt = System.nanoTime();
      look();
    }
    return answering && roomy;
  }

  /** The store has refused or could not be reached. */
  synchronized void storeFailed(ObjectStoreException failure) {
    if (answering) {
      LOG.warn("Nothing is taken until the store answers again: {}", failure.getMessage());
    }
    answering = false;
    lookedAt = System.nanoTime();
  }

  private void look() {
    boolean before = answering && roomy;
    try {
      roomy = Files.getFileStore(disk).getUsableSpace() >= watermark;
      if (!answering) {
        store.stat(PROBE);
        answering = true;
      }
    } catch (ObjectStoreException e) {
      // It is still away; the gate stays closed, and the first failure was logged.
      answering = false;
    } catch (IOException e) {
      LOG.warn("The disk can't be asked for its free space: {}", e.getMessage());
      roomy = false;
    }
    boolean now = answering && roomy;
    if (before != now) {
      LOG.info("The intake {}", now ? "takes instances again" : "takes nothing for now");
    }
  }
}
