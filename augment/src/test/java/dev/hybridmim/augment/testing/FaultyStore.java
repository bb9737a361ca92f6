package dev.hybridmim.augment.testing;

import dev.hybridmim.platform.store.ObjectInfo;
import dev.hybridmim.platform.store.ObjectStore;
import dev.hybridmim.platform.store.ObjectStoreException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** A store that counts what is got from it and can be away for a number of gets. */
public final class FaultyStore implements ObjectStore {
  private final ObjectStore store;
  private int gets;
  private int failures;

  public FaultyStore(ObjectStore store) {
    this.store = store;
  }

  public int gets() {
    return gets;
  }

  public void failNext(int count) {
    failures = count;
  }

  @Override
  public byte[] get(String key, long maxBytes) {
    gets++;
    if (failures > 0) {
      failures--;
      throw new ObjectStoreException("The store is away.", true, null);
    }
    return store.get(key, maxBytes);
  }

  @Override
  public String put(String key, byte[] content, String contentType) {
    return store.put(key, content, contentType);
  }

  @Override
  public String putFile(String key, Path file, String contentType) {
    return store.putFile(key, file, contentType);
  }

  @Override
  public boolean putIfAbsent(String key, byte[] content, String contentType) {
    return store.putIfAbsent(key, content, contentType);
  }

  @Override
  public boolean replaceIf(String key, String eTag, byte[] content, String contentType) {
    return store.replaceIf(key, eTag, content, contentType);
  }

  @Override
  public InputStream open(String key) {
    return store.open(key);
  }

  @Override
  public byte[] getRange(String key, long offset, int length) {
    return store.getRange(key, offset, length);
  }

  @Override
  public Optional<ObjectInfo> stat(String key) {
    return store.stat(key);
  }

  @Override
  public List<ObjectInfo> list(String prefix) {
    return store.list(prefix);
  }

  @Override
  public void delete(String key) {
    store.delete(key);
  }

  @Override
  public void close() {
    store.close();
  }
}
