package dev.hybridmim.augment.sample;

/**
 * A volume whose chunks are kept for the next sub-volume. A box is put together from the chunks it
 * touches; each is read once as long as the cache holds it.
 */
public final class CachedVolume implements VoxelSource {
  private final String id;
  private final VoxelSource volume;
  private final int[] chunkEdges;
  private final ChunkCache cache;

  /**
   * Puts a cache before a volume.
   *
   * @param id names the volume in the cache
   * @param chunkEdges voxels along i, j, k of the volume's chunks
   */
  public CachedVolume(String id, VoxelSource volume, int[] chunkEdges, ChunkCache cache) {
    this.id = id;
    this.volume = volume;
    this.chunkEdges = chunkEdges.clone();
    this.cache = cache;
  }

  @Override
  public int[] shape() {
    return volume.shape();
  }

  @Override
  public int channels() {
    return volume.channels();
  }

  @Override
  public void readBox(int[] origin, int[] size, float[] into) {
    for (int i = firstChunk(origin, 0); i <= lastChunk(origin, size, 0); i++) {
      for (int j = firstChunk(origin, 1); j <= lastChunk(origin, size, 1); j++) {
        for (int k = firstChunk(origin, 2); k <= lastChunk(origin, size, 2); k++) {
          copyFromChunk(new int[] {i, j, k}, origin, size, into);
        }
      }
    }
  }

  private void copyFromChunk(int[] number, int[] origin, int[] size, float[] into) {
    int[] chunkOrigin = new int[3];
    int[] chunkSize = new int[3];
    int[] from = new int[3];
    int[] to = new int[3];
    int[] shared = new int[3];
    int[] shape = volume.shape();
    for (int axis = 0; axis < 3; axis++) {
      chunkOrigin[axis] = number[axis] * chunkEdges[axis];
      chunkSize[axis] = Math.min(chunkEdges[axis], shape[axis] - chunkOrigin[axis]);
      int first = Math.max(origin[axis], chunkOrigin[axis]);
      int end = Math.min(origin[axis] + size[axis], chunkOrigin[axis] + chunkSize[axis]);
      from[axis] = first - chunkOrigin[axis];
      to[axis] = first - origin[axis];
      shared[axis] = end - first;
    }
    int voxels = Box.voxels(chunkSize) * volume.channels();
    float[] chunk =
        cache.get(
            id,
            number[0],
            number[1],
            number[2],
            voxels,
            array -> volume.readBox(chunkOrigin, chunkSize, array));
    Box.copy(chunk, chunkSize, from, into, size, to, shared, volume.channels());
  }

  private int firstChunk(int[] origin, int axis) {
    return origin[axis] / chunkEdges[axis];
  }

  private int lastChunk(int[] origin, int[] size, int axis) {
    return (origin[axis] + size[axis] - 1) / chunkEdges[axis];
  }
}
