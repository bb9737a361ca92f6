package dev.hybridmim.augment.sample;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Chunks of volumes, decompressed, the least recently used of which give way. Holds at most the
 * stated bytes of codes, or one chunk when that alone is larger, and a few arrays of chunks that
 * gave way, which the next ones are read into. Not thread-safe: one belongs to each worker.
 */
public final class ChunkCache {
  private final long mostBytes;
  private static final int SPARE_ARRAYS = 4;

  private final Map<Key, short[]> chunks = new LinkedHashMap<>(64, 0.75f, true);
  private final Deque<short[]> spare = new ArrayDeque<>();
  private long bytes;

  public ChunkCache(long mostBytes) {
    this.mostBytes = mostBytes;
  }

  /**
   * The chunk of that place, read if it is not at hand. Callers don't write into it, and don't keep
   * it: the array may hold another chunk after the next call.
   *
   * @param voxels how many voxels the chunk has
   * @param reader fills an array of that length
   */
  short[] get(String volume, int i, int j, int k, int voxels, Consumer<short[]> reader) {
    Key key = new Key(volume, i, j, k);
    short[] chunk = chunks.get(key);
    if (chunk == null) {
      chunk = array(voxels);
      reader.accept(chunk);
      chunks.put(key, chunk);
      bytes += bytes(chunk);
      shrink();
    }
    return chunk;
  }

  /** Whether the chunk of that place is at hand. */
  boolean holds(String volume, int i, int j, int k) {
    return chunks.containsKey(new Key(volume, i, j, k));
  }

  /** Chunks are large and of few sizes: collecting them as garbage costs more than reading them. */
  private short[] array(int voxels) {
    for (Iterator<short[]> arrays = spare.iterator(); arrays.hasNext(); ) {
      short[] array = arrays.next();
      if (array.length == voxels) {
        arrays.remove();
        return array;
      }
    }
    return new short[voxels];
  }

  /** Bytes of codes held now. */
  public long bytes() {
    return bytes;
  }

  private void shrink() {
    Iterator<short[]> eldestFirst = chunks.values().iterator();
    while (bytes > mostBytes && chunks.size() > 1) {
      short[] eldest = eldestFirst.next();
      bytes -= bytes(eldest);
      eldestFirst.remove();
      if (spare.size() == SPARE_ARRAYS) {
        spare.removeFirst();
      }
      spare.addLast(eldest);
    }
  }

  private static long bytes(short[] chunk) {
    return (long) Short.BYTES * chunk.length;
  }

  private record Key(String volume, int i, int j, int k) {}
}
