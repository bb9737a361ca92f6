package dev.hybridmim.ingest.testing;

import dev.hybridmim.platform.store.ObjectInfo;
import dev.hybridmim.platform.store.ObjectStore;
import dev.hybridmim.platform.store.ObjectStoreException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A store that remembers what was asked of it, and that can be away for a number of calls. */
public final class WatchedStore implements ObjectStore {
  private final ObjectStore store;
  private final List<String> fetched = new ArrayList<>();
  private final List<String> written = new ArrayList<>();
  private int callsAway;
  private boolean retryable = true;
  private int breakOffAfter;

  public WatchedStore(ObjectStore store) {
    this.store = store;
  }

  /** Keys that were read, in order. */
  public List<String> fetched() {
    return fetched;
  }

  /** Keys that were written, in order. */
  public List<String> written() {
    return written;
  }

  /** Lets the next calls fail as if the store were away, or as if it refused. */
  public void failNext(int calls, boolean away) {
    callsAway = calls;
    retryable = away;
  }

  /** Lets the next stream end after some bytes, as if the connection were cut. */
  public void breakOffNext(int bytes) {
    breakOffAfter = bytes;
  }

  @Override
  public String put(String key, byte[] content, String contentType) {
    answer();
    written.add(key);
    return store.put(key, content, contentType);
  }

  @Override
  public String putFile(String key, Path file, String contentType) {
    answer();
    written.add(key);
    return store.putFile(key, file, contentType);
  }

  @Override
  public boolean putIfAbsent(String key, byte[] content, String contentType) {
    answer();
    written.add(key);
    return store.putIfAbsent(key, content, contentType);
  }

  @Override
  public boolean replaceIf(String key, String eTag, byte[] content, String contentType) {
    answer();
    written.add(key);
    return store.replaceIf(key, eTag, content, contentType);
  }

  @Override
  public byte[] get(String key, long maxBytes) {
    answer();
    fetched.add(key);
    return store.get(key, maxBytes);
  }

  @Override
  public InputStream open(String key) {
    answer();
    fetched.add(key);
    if (breakOffAfter == 0) {
      return store.open(key);
    }
    byte[] part = store.getRange(key, 0, breakOffAfter);
    breakOffAfter = 0;
    return new java.io.ByteArrayInputStream(part);
  }

  @Override
  public byte[] getRange(String key, long offset, int length) {
    answer();
    fetched.add(key);
    return store.getRange(key, offset, length);
  }

  @Override
  public Optional<ObjectInfo> stat(String key) {
    answer();
    return store.stat(key);
  }

  @Override
  public List<ObjectInfo> list(String prefix) {
    answer();
    return store.list(prefix);
  }

  @Override
  public void delete(String key) {
    answer();
    store.delete(key);
  }

  @Override
  public void close() {
    store.close();
  }

  private void answer() {
    if (callsAway > 0) {
      callsAway--;
      throw new ObjectStoreException("The store is away in this test", retryable, null);
    }
  }
}
