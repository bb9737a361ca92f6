package dev.hybridmim.augment.sample;

import dev.hybridmim.ingest.volume.DamagedVolumeException;
import dev.hybridmim.ingest.volume.VolumeReader;
import dev.hybridmim.platform.store.ObjectStoreException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Fetches the stored bytes of chunks, a few at once. They are held, as stored, until they are read.
 */
final class ChunkFetcher implements AutoCloseable {
  private static final long IDLE_THREAD_S = 30;

  private final ExecutorService threads;

  ChunkFetcher(int atOnce) {
    ThreadPoolExecutor pool =
        new ThreadPoolExecutor(
            atOnce,
            atOnce,
            IDLE_THREAD_S,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            ChunkFetcher::thread);
    pool.allowCoreThreadTimeOut(true);
    this.threads = pool;
  }

  private static Thread thread(Runnable task) {
    Thread thread = new Thread(task, "chunk-fetcher");
    thread.setDaemon(true);
    return thread;
  }

  /** Of one volume. */
  Fetches fetches() {
    return new Fetches();
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }

  /** The chunks of one volume; belongs to one thread. */
  final class Fetches {
    private final Map<List<Integer>, Future<byte[]>> coming = new HashMap<>();

    /** Begins to fetch chunks, which are then to be read. */
    void begin(VolumeReader reader, List<int[]> numbers) {
      for (int[] at : numbers) {
        coming.put(
            List.of(at[0], at[1], at[2]),
            threads.submit(() -> reader.fetchChunk(at[0], at[1], at[2])));
      }
    }

    /** Reads a chunk, which is waited for if it is on its way; repeated, it is fetched anew. */
    void read(VolumeReader reader, int i, int j, int k, short[] codes)
        throws DamagedVolumeException {
      Future<byte[]> fetch = coming.remove(List.of(i, j, k));
      reader.decodeChunk(fetch == null ? reader.fetchChunk(i, j, k) : await(fetch), i, j, k, codes);
    }

    private static byte[] await(Future<byte[]> fetch) throws DamagedVolumeException {
      try {
        return fetch.get();
      } catch (ExecutionException e) {
        if (e.getCause() instanceof DamagedVolumeException damaged) {
          throw damaged;
        }
        if (e.getCause() instanceof ObjectStoreException away) {
          throw away;
        }
        throw new IllegalStateException("A chunk could not be fetched", e.getCause());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new ObjectStoreException("Interrupted while a chunk was fetched", false, e);
      }
    }
  }
}
