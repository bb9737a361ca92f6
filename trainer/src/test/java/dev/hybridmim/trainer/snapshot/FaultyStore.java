package dev.hybridmim.trainer.snapshot;

import dev.hybridmim.platform.store.ObjectInfo;
import dev.hybridmim.platform.store.ObjectStore;
import dev.hybridmim.platform.store.ObjectStoreException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A store that breaks at its n-th write and, like the process that was using it, does nothing ever
 * after. Worse than the contract allows: a torn write leaves a part of the object.
 */
final class FaultyStore implements ObjectStore {
  /** How a write breaks. */
  enum Fault {
    /** Nothing is written. */
    REFUSED,
    /** A part is written. */
    TORN,
    /** Everything is written, but the caller is not told. */
    UNACKNOWLEDGED
  }

  private final ObjectStore store;
  private final Fault fault;
  private final double tornAt;
  private final boolean retryable;
  private int writesLeft;
  private boolean down;

  /**
   * A store that breaks.
   *
   * @param writesLeft how many writes succeed before
   * @param tornAt which share of the bytes a torn write leaves
   */
  FaultyStore(ObjectStore store, int writesLeft, Fault fault, double tornAt) {
    this(store, writesLeft, fault, tornAt, false);
  }

  private FaultyStore(
      ObjectStore store, int writesLeft, Fault fault, double tornAt, boolean retryable) {
    this.store = store;
    this.writesLeft = writesLeft;
    this.fault = fault;
    this.tornAt = tornAt;
    this.retryable = retryable;
  }

  /** A store that fails once at its n-th write and then works again. */
  static FaultyStore hiccup(ObjectStore store, int writesLeft, Fault fault, double tornAt) {
    return new FaultyStore(store, writesLeft, fault, tornAt, true);
  }

  /** True when the fault happened. */
  boolean broke() {
    return writesLeft < 0;
  }

  @Override
  public String put(String key, byte[] content, String contentType) {
    if (breaksNow()) {
      if (fault == Fault.TORN) {
        store.put(key, Arrays.copyOf(content, (int) (content.length * tornAt)), contentType);
      } else if (fault == Fault.UNACKNOWLEDGED) {
        store.put(key, content, contentType);
      }
      throw failure();
    }
    return store.put(key, content, contentType);
  }

  @Override
  public String putFile(String key, Path file, String contentType) {
    try {
      return put(key, Files.readAllBytes(file), contentType);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public boolean putIfAbsent(String key, byte[] content, String contentType) {
    throw new UnsupportedOperationException("Snapshots need no conditional writes");
  }

  @Override
  public boolean replaceIf(String key, String eTag, byte[] content, String contentType) {
    throw new UnsupportedOperationException("Snapshots need no conditional writes");
  }

  @Override
  public void delete(String key) {
    if (breaksNow()) {
      if (fault == Fault.UNACKNOWLEDGED) {
        store.delete(key);
      }
      throw failure();
    }
    store.delete(key);
  }

  @Override
  public byte[] get(String key, long maxBytes) {
    requireUp();
    return store.get(key, maxBytes);
  }

  @Override
  public InputStream open(String key) {
    requireUp();
    return store.open(key);
  }

  @Override
  public byte[] getRange(String key, long offset, int length) {
    requireUp();
    return store.getRange(key, offset, length);
  }

  @Override
  public Optional<ObjectInfo> stat(String key) {
    requireUp();
    return store.stat(key);
  }

  @Override
  public List<ObjectInfo> list(String prefix) {
    requireUp();
    return store.list(prefix);
  }

  @Override
  public void close() {
    store.close();
  }

  private boolean breaksNow() {
    requireUp();
    writesLeft--;
    if (writesLeft == -1) {
      down = !retryable;
      return true;
    }
    return false;
  }

  private void requireUp() {
    if (down) {
      throw failure();
    }
  }

  private ObjectStoreException failure() {
    return new ObjectStoreException("The store broke, as it was told to", retryable, null);
  }
}
