package dev.hybridmim.ingest.pipeline;

import dev.hybridmim.platform.store.ObjectStore;
import dev.hybridmim.platform.store.ObjectStoreException;
import java.io.IOException;
import java.io.InputStream;

/**
 * A scan's bytes as they come from the store. When the store breaks off, reading fails with an
 * {@link ObjectStoreException}, so that it is never taken for a scan that ends early.
 */
final class StoredScan extends InputStream {
  private final InputStream content;
  private final String key;
  private long left;

  private StoredScan(InputStream content, String key, long size) {
    this.content = content;
    this.key = key;
    this.left = size;
  }

  /**
   * Begins to fetch.
   *
   * @param size of the object, as the store said
   */
  static StoredScan open(ObjectStore store, String key, long size) {
    return new StoredScan(store.open(key), key, size);
  }

  @Override
  public int read() {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] into, int offset, int length) {
    try {
      int count = content.read(into, offset, length);
      if (count < 0 && left > 0) {
        throw brokenOff(null);
      }
      left -= Math.max(0, count);
      return count;
    } catch (IOException e) {
      throw brokenOff(e);
    }
  }

  @Override
  public int available() {
    return (int) Math.max(0, Math.min(Integer.MAX_VALUE, left));
  }

  private ObjectStoreException brokenOff(IOException cause) {
    return new ObjectStoreException("The store broke off while sending " + key, true, cause);
  }

  @Override
  public void close() {
    try {
      content.close();
    } catch (IOException e) {
      throw brokenOff(e);
    }
  }
}
