package dev.hybridmim.augment.sample;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Decoded chunks of volumes, the least recently used of which give way. Holds at most the stated
 * bytes of voxels, or one chunk when that alone is larger. Not thread-safe: one belongs to each
 * worker.
 */
public final class ChunkCache {
  private final long mostBytes;
  private final Map<Key, float[]> chunks = new LinkedHashMap<>(64, 0.75f, true);
  private long bytes;

  public ChunkCache(long mostBytes) {
    this.mostBytes = mostBytes;
  }

  /** The chunk of that place, read if it is not at hand. Callers don't write into it. */
  float[] get(String volume, int i, int j, int k, Supplier<float[]> reader) {
    Key key = new Key(volume, i, j, k);
    float[] chunk = chunks.get(key);
    if (chunk == null) {
      chunk = reader.get();
      chunks.put(key, chunk);
      bytes += bytes(chunk);
      shrink();
    }
    return chunk;
  }

  /** Bytes of voxels held now. */
  public long bytes() {
    return bytes;
  }

  private void shrink() {
    Iterator<float[]> eldestFirst = chunks.values().iterator();
    while (bytes > mostBytes && chunks.size() > 1) {
      bytes -= bytes(eldestFirst.next());
      eldestFirst.remove();
    }
  }

  private static long bytes(float[] chunk) {
    return (long) Float.BYTES * chunk.length;
  }

  private record Key(String volume, int i, int j, int k) {}
}
