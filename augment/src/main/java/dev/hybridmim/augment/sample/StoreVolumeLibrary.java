package dev.hybridmim.augment.sample;

import dev.hybridmim.ingest.volume.DamagedVolumeException;
import dev.hybridmim.ingest.volume.VolumeReader;
import dev.hybridmim.platform.message.Extent;
import dev.hybridmim.platform.message.Volume;
import dev.hybridmim.platform.store.ObjectStore;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The volumes of an object store.
 *
 * <p>Holds the stated bytes of chunks (2 a voxel), and the readers of the last {@value
 * #OPEN_READERS} volumes with about 1 MiB each. A volume that is at hand in full costs the store no
 * request. The chunks that a box misses are fetched {@value #FETCHES} at once, so that a store far
 * away is waited for a few times a box and not once a chunk.
 */
public final class StoreVolumeLibrary implements VolumeLibrary {
  private static final int OPEN_READERS = 16;
  private static final int FETCHES = 8;
  private static final int KNOWN_LAYOUTS = 10_000;
  private static final int KNOWN_LEVELS = 16;

  private final ObjectStore store;
  private final Patience patience;
  private final ChunkCache chunks;
  private final ChunkFetcher fetcher = new ChunkFetcher(FETCHES);
  private final Map<String, VolumeReader> readers = new Recent<>(OPEN_READERS);
  private final Map<String, Layout> layouts = new Recent<>(KNOWN_LAYOUTS);
  private final Map<Integer, float[]> intensities = new Recent<>(KNOWN_LEVELS);

  /**
   * A library of one store, which is closed with it.
   *
   * @param cacheBytes chunks are kept up to this size
   */
  public StoreVolumeLibrary(ObjectStore store, long cacheBytes) {
    this(store, cacheBytes, Patience.DEFAULT);
  }

  StoreVolumeLibrary(ObjectStore store, long cacheBytes, Patience patience) {
    this.store = store;
    this.patience = patience;
    this.chunks = new ChunkCache(cacheBytes);
  }

  @Override
  public VoxelSource open(Volume volume) {
    if (volume.getChannels() != 1) {
      throw new UnusableVolumeException(
          volume.getId(), "it has " + volume.getChannels() + " channels, not one", null);
    }
    return new CachedVolume(volume.getObjectPrefix(), new Stored(volume, layout(volume)), chunks);
  }

  @Override
  public void close() {
    fetcher.close();
    store.close();
  }

  private Layout layout(Volume volume) {
    Layout known = layouts.get(volume.getObjectPrefix());
    if (known == null) {
      patiently(volume, () -> reader(volume));
      known = layouts.get(volume.getObjectPrefix());
    }
    return known;
  }

  private VolumeReader reader(Volume volume) throws DamagedVolumeException {
    VolumeReader reader = readers.get(volume.getObjectPrefix());
    if (reader == null) {
      reader = VolumeReader.open(store, volume.getObjectPrefix());
      if (!reader.volume().checksum().equals(volume.getChecksum())) {
        throw new UnusableVolumeException(
            volume.getId(), "its metadata is not what the catalogue announced", null);
      }
      readers.put(volume.getObjectPrefix(), reader);
      layouts.put(volume.getObjectPrefix(), new Layout(reader.chunkShape(), reader.levels()));
    }
    return reader;
  }

  private void patiently(Volume volume, Patience.Task<DamagedVolumeException> task) {
    try {
      patience.run(task);
    } catch (DamagedVolumeException e) {
      throw new UnusableVolumeException(volume.getId(), e.getMessage(), e);
    }
  }

  /** What has to be known of a volume whose chunks are at hand. */
  // Never compared, and not handed out.
  @SuppressWarnings("ArrayRecordComponent")
  private record Layout(int[] chunkShape, int levels) {}

  /** Asks the store only when a chunk is read. */
  private final class Stored implements ChunkedVolume {
    private final Volume volume;
    private final Layout layout;
    private final ChunkFetcher.Fetches fetches = fetcher.fetches();

    Stored(Volume volume, Layout layout) {
      this.volume = volume;
      this.layout = layout;
    }

    @Override
    public int[] shape() {
      Extent shape = volume.getShape();
      return new int[] {shape.getI(), shape.getJ(), shape.getK()};
    }

    @Override
    public int[] chunkShape() {
      return layout.chunkShape();
    }

    @Override
    public float[] intensities() {
      return intensities.computeIfAbsent(layout.levels(), VolumeReader::intensities);
    }

    @Override
    public void expect(List<int[]> numbers) {
      // A single one is fetched when it is read, and for none the store is not asked at all.
      if (numbers.size() > 1) {
        patiently(volume, () -> fetches.begin(reader(volume), numbers));
      }
    }

    @Override
    public void readChunk(int i, int j, int k, short[] codes) {
      patiently(volume, () -> fetches.read(reader(volume), i, j, k, codes));
    }
  }

  /** The least recently used gives way. */
  private static final class Recent<K, T> extends LinkedHashMap<K, T> {
    private static final long serialVersionUID = 1L;

    private final int most;

    Recent(int most) {
      super(64, 0.75f, true);
      this.most = most;
    }

    @Override
    protected boolean removeEldestEntry(Map.Entry<K, T> eldest) {
      return size() > most;
    }
  }
}
