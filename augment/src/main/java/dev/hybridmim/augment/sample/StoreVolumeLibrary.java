package dev.hybridmim.augment.sample;

import dev.hybridmim.ingest.volume.DamagedVolumeException;
import dev.hybridmim.ingest.volume.VolumeReader;
import dev.hybridmim.platform.message.Extent;
import dev.hybridmim.platform.message.Volume;
import dev.hybridmim.platform.store.ObjectStore;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The volumes of an object store.
 *
 * <p>Holds the stated bytes of decoded chunks, and the readers of the last {@value #OPEN_READERS}
 * volumes with about 1 MiB each. A volume that is at hand in full costs the store no request.
 */
public final class StoreVolumeLibrary implements VolumeLibrary {
  private static final int OPEN_READERS = 16;
  private static final int KNOWN_CHUNK_SHAPES = 10_000;

  private final ObjectStore store;
  private final Patience patience;
  private final ChunkCache chunks;
  private final Map<String, VolumeReader> readers = new Recent<>(OPEN_READERS);
  private final Map<String, int[]> chunkShapes = new Recent<>(KNOWN_CHUNK_SHAPES);

  /**
   * A library of one store, which is closed with it.
   *
   * @param cacheBytes decoded chunks are kept up to this size
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
    return new CachedVolume(
        volume.getObjectPrefix(), new Stored(volume), chunkShape(volume), chunks);
  }

  @Override
  public void close() {
    store.close();
  }

  private int[] chunkShape(Volume volume) {
    int[] known = chunkShapes.get(volume.getObjectPrefix());
    if (known == null) {
      patiently(volume, () -> reader(volume));
      known = chunkShapes.get(volume.getObjectPrefix());
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
      chunkShapes.put(volume.getObjectPrefix(), reader.chunkShape());
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

  /** Asks the store only when a box is read. */
  private final class Stored implements VoxelSource {
    private final Volume volume;

    Stored(Volume volume) {
      this.volume = volume;
    }

    @Override
    public int[] shape() {
      Extent shape = volume.getShape();
      return new int[] {shape.getI(), shape.getJ(), shape.getK()};
    }

    @Override
    public int channels() {
      return volume.getChannels();
    }

    @Override
    public void readBox(int[] origin, int[] size, float[] into) {
      patiently(volume, () -> reader(volume).readBox(origin, size, into));
    }
  }

  /** The least recently used gives way. */
  private static final class Recent<T> extends LinkedHashMap<String, T> {
    private static final long serialVersionUID = 1L;

    private final int most;

    Recent(int most) {
      super(64, 0.75f, true);
      this.most = most;
    }

    @Override
    protected boolean removeEldestEntry(Map.Entry<String, T> eldest) {
      return size() > most;
    }
  }
}
