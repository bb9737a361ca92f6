package dev.hybridmim.ingest.volume;

import dev.hybridmim.platform.store.ObjectInfo;
import dev.hybridmim.platform.store.ObjectNotFoundException;
import dev.hybridmim.platform.store.ObjectStore;
import dev.hybridmim.platform.store.ObjectTooLargeException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Reads boxes of a stored volume, fetching only the chunks that a box touches. Every chunk's
 * checksum is compared.
 *
 * <p>Holds buffers for one chunk; one thread at a time, but for {@link #fetchChunk}, which may be
 * called by several. Store failures come as {@code ObjectStoreException}, as they are.
 *
 * <pre>{@code
 * VolumeReader reader = VolumeReader.open(store, event.getObjectPrefix());
 * float[] box = new float[32 * 32 * 32];
 * reader.readBox(new int[] {4, 0, 9}, new int[] {32, 32, 32}, box);
 * }</pre>
 */
public final class VolumeReader {
  private static final long MAX_METADATA_BYTES = 1 << 20;

  private final ObjectStore store;
  private final StoredVolume volume;
  private final ChunkGrid chunks;

  /** By code: looking up is quicker than dividing. */
  private final float[] intensities;

  private final ChunkCodec codec;

  private VolumeReader(ObjectStore store, StoredVolume volume, MetadataFiles.Root root) {
    this.store = store;
    this.volume = volume;
    this.chunks = root.chunks();
    this.intensities = root.quantisation().intensities();
    this.codec = new ChunkCodec(chunks.chunkVoxels());
  }

  /**
   * Opens a volume; one object is fetched.
   *
   * @param prefix where the volume lies, ends with a slash
   * @throws DamagedVolumeException when there is no volume, or one that can't be read
   */
  public static VolumeReader open(ObjectStore store, String prefix) throws DamagedVolumeException {
    return find(store, prefix)
        .orElseThrow(
            () -> new DamagedVolumeException(prefix + MetadataFiles.FILE, "does not exist", null));
  }

  /** Opens a volume if it exists. */
  public static Optional<VolumeReader> find(ObjectStore store, String prefix)
      throws DamagedVolumeException {
    String key = prefix + MetadataFiles.FILE;
    byte[] json;
    try {
      json = store.get(key, MAX_METADATA_BYTES);
    } catch (ObjectNotFoundException e) {
      return Optional.empty();
    } catch (ObjectTooLargeException e) {
      throw new DamagedVolumeException(key, "is larger than such metadata can be", e);
    }
    MetadataFiles.Root root = MetadataFiles.parse(json, key);
    StoredVolume volume = new StoredVolume(prefix, VolumeWriter.checksum(json), root.metadata());
    return Optional.of(new VolumeReader(store, volume, root));
  }

  /** What is known of the volume. */
  public StoredVolume volume() {
    return volume;
  }

  /** Voxels along i, j, k. */
  public int[] shape() {
    return chunks.shape();
  }

  /** True when every object of the volume is there; nothing is fetched. */
  public boolean complete() {
    Set<String> present =
        store.list(volume.prefix()).stream().map(ObjectInfo::key).collect(Collectors.toSet());
    String array = volume.prefix() + MetadataFiles.ARRAY + "/";
    if (!present.contains(array + MetadataFiles.FILE)) {
      return false;
    }
    for (int i = 0; i < chunks.count(0); i++) {
      for (int j = 0; j < chunks.count(1); j++) {
        for (int k = 0; k < chunks.count(2); k++) {
          if (!present.contains(array + ChunkGrid.key(i, j, k))) {
            return false;
          }
        }
      }
    }
    return true;
  }

  /** Voxels of a chunk along i, j, k; the last one along an axis may hold fewer. */
  public int[] chunkShape() {
    return chunks.chunk();
  }

  /** The code of intensity 1; smaller ones are in proportion, larger ones mean 1 as well. */
  public int levels() {
    return intensities.length - 1;
  }

  /** The intensities of the codes 0 to {@code levels}. */
  public static float[] intensities(int levels) {
    return new Quantisation(levels).intensities();
  }

  /**
   * Reads one chunk as it is stored, which takes half of the room that its intensities take.
   *
   * @param i number of the chunk along i, and so on
   * @param codes takes unsigned 16-bit codes, C order; as many as a whole chunk has voxels, also at
   *     the volume's end
   */
  public void readChunk(int i, int j, int k, short[] codes) throws DamagedVolumeException {
    decodeChunk(fetchChunk(i, j, k), i, j, k, codes);
  }

  /** A chunk's bytes as they are stored; any number of threads may fetch at once. */
  public byte[] fetchChunk(int i, int j, int k) throws DamagedVolumeException {
    String key = key(i, j, k);
    try {
      return store.get(key, codec.maxBytes());
    } catch (ObjectNotFoundException e) {
      throw new DamagedVolumeException(key, "is missing", e);
    } catch (ObjectTooLargeException e) {
      throw new DamagedVolumeException(key, "is larger than a chunk can be", e);
    }
  }

  /** {@link #readChunk} of bytes that were fetched before. */
  public void decodeChunk(byte[] stored, int i, int j, int k, short[] codes)
      throws DamagedVolumeException {
    codec.decode(stored, key(i, j, k));
    codec.copy(codes);
  }

  /** The whole volume, C order. */
  public float[] readAll() throws DamagedVolumeException {
    int[] shape = shape();
    float[] voxels =
        new float[Math.multiplyExact(Math.multiplyExact(shape[0], shape[1]), shape[2])];
    readBox(new int[3], shape, voxels);
    return voxels;
  }

  /**
   * Reads a box.
   *
   * @param origin first voxel along i, j, k
   * @param size voxels along i, j, k; the box must lie within the volume
   * @param into takes the intensities in C order from its beginning
   */
  public void readBox(int[] origin, int[] size, float[] into) throws DamagedVolumeException {
    requireInside(origin, size, into.length);
    int[] chunk = chunks.chunk();
    for (int i = origin[0] / chunk[0]; i * chunk[0] < origin[0] + size[0]; i++) {
      for (int j = origin[1] / chunk[1]; j * chunk[1] < origin[1] + size[1]; j++) {
        for (int k = origin[2] / chunk[2]; k * chunk[2] < origin[2] + size[2]; k++) {
          fetch(i, j, k);
          copy(i * chunk[0], j * chunk[1], k * chunk[2], origin, size, into);
        }
      }
    }
  }

  private void requireInside(int[] origin, int[] size, int room) {
    int[] shape = chunks.shape();
    long voxels = 1;
    for (int axis = 0; axis < 3; axis++) {
      if (origin[axis] < 0 || size[axis] < 1 || size[axis] > shape[axis] - origin[axis]) {
        throw new IllegalArgumentException(
            "The box of %d voxels from %d is not inside the volume's %d along axis %d"
                .formatted(size[axis], origin[axis], shape[axis], axis));
      }
      voxels *= size[axis];
    }
    if (voxels > room) {
      throw new IllegalArgumentException(voxels + " voxels do not fit into " + room);
    }
  }

  /** Every chunk's number along i, j, k. */
  List<int[]> chunkNumbers() {
    List<int[]> numbers = new ArrayList<>();
    for (int i = 0; i < chunks.count(0); i++) {
      for (int j = 0; j < chunks.count(1); j++) {
        for (int k = 0; k < chunks.count(2); k++) {
          numbers.add(new int[] {i, j, k});
        }
      }
    }
    return numbers;
  }

  /** Reads a chunk, compares its checksum, and returns how many bytes are stored for it. */
  int check(int[] number) throws DamagedVolumeException {
    int stored = fetch(number[0], number[1], number[2]);
    for (int voxel = 0; voxel < chunks.chunkVoxels(); voxel++) {
      if (codec.get(voxel) >= intensities.length) {
        throw new DamagedVolumeException(
            key(number[0], number[1], number[2]), "holds an impossible code", null);
      }
    }
    return stored;
  }

  /** What the array's own metadata file must hold. */
  byte[] arrayMetadata() {
    return MetadataFiles.array(chunks);
  }

  private int fetch(int i, int j, int k) throws DamagedVolumeException {
    byte[] stored = fetchChunk(i, j, k);
    codec.decode(stored, key(i, j, k));
    return stored.length;
  }

  private String key(int i, int j, int k) {
    return volume.prefix() + MetadataFiles.ARRAY + "/" + ChunkGrid.key(i, j, k);
  }

  private void copy(int firstI, int firstJ, int firstK, int[] origin, int[] size, float[] into) {
    int[] chunk = chunks.chunk();
    int endI = Math.min(firstI + chunk[0], origin[0] + size[0]);
    int endJ = Math.min(firstJ + chunk[1], origin[1] + size[1]);
    int endK = Math.min(firstK + chunk[2], origin[2] + size[2]);
    int startK = Math.max(firstK, origin[2]);
    for (int i = Math.max(firstI, origin[0]); i < endI; i++) {
      for (int j = Math.max(firstJ, origin[1]); j < endJ; j++) {
        int from = ((i - firstI) * chunk[1] + j - firstJ) * chunk[2] - firstK;
        int to = ((i - origin[0]) * size[1] + j - origin[1]) * size[2] - origin[2];
        for (int k = startK; k < endK; k++) {
          into[to + k] = intensities[Math.min(codec.get(from + k), intensities.length - 1)];
        }
      }
    }
  }
}
