package dev.hybridmim.augment.testing;

import dev.hybridmim.platform.store.ObjectInfo;
import dev.hybridmim.platform.store.ObjectStore;
import dev.hybridmim.platform.store.ObjectStoreException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

/** A store that counts what is got from it and can be away for a number of gets. */
public final class FaultyStore implements ObjectStore {
  private static final long PATIENCE_S = 10;

  private final ObjectStore store;
  private final AtomicInteger gets = new AtomicInteger();
  private final AtomicInteger failures = new AtomicInteger();
  private volatile CyclicBarrier together = new CyclicBarrier(1);

  public FaultyStore(ObjectStore store) {
    this.store = store;
  }

  public int gets() {
    return gets.get();
  }

  public void failNext(int count) {
    failures.set(count);
  }

  /** From now on gets are answered so many at a time. */
  public void answerTogether(int count) {
    together = new CyclicBarrier(count);
  }

  @Override
  public byte[] get(String key, long maxBytes) {
    gets.incrementAndGet();
    if (failures.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
      throw new ObjectStoreException("The store is away.", true, null);
    }
    awaitOthers();
    return store.get(key, maxBytes);
  }

  private void awaitOthers() {
    try {
      together.await(PATIENCE_S, TimeUnit.SECONDS);
    } catch (InterruptedException | BrokenBarrierException | TimeoutException e) {
      throw new IllegalStateException("The others did not come", e);
    }
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
