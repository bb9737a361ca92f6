package dev.hybridmim.augment.sample;

import java.util.ArrayList;
import java.util.List;

/**
 * A volume whose chunks are kept for the next sub-volume. A box is put together from the chunks it
 * touches; each is read once as long as the cache holds it. Codes become intensities only where a
 * box needs them.
 */
public final class CachedVolume implements VoxelSource {
  private final String id;
  private final ChunkedVolume volume;
  private final int[] shape;
  private final int[] chunkShape;
  private final float[] intensities;
  private final ChunkCache cache;

  /**
   * Puts a cache before a volume.
   *
   * @param id names the volume in the cache
   */
  CachedVolume(String id, ChunkedVolume volume, ChunkCache cache) {
    this.id = id;
    this.volume = volume;
    this.shape = volume.shape();
    this.chunkShape = volume.chunkShape();
    this.intensities = volume.intensities();
    this.cache = cache;
  }

  @Override
  public int[] shape() {
    return shape.clone();
  }

  @Override
  public int channels() {
    return 1;
  }

  @Override
  public void readBox(int[] origin, int[] size, float[] into) {
    List<int[]> touched = touched(origin, size);
    volume.expect(touched.stream().filter(at -> !cache.holds(id, at[0], at[1], at[2])).toList());
    for (int[] at : touched) {
      convert(chunk(at[0], at[1], at[2]), at, origin, size, into);
    }
  }

  private List<int[]> touched(int[] origin, int[] size) {
    List<int[]> numbers = new ArrayList<>();
    for (int i = firstChunk(origin, 0); i <= lastChunk(origin, size, 0); i++) {
      for (int j = firstChunk(origin, 1); j <= lastChunk(origin, size, 1); j++) {
        for (int k = firstChunk(origin, 2); k <= lastChunk(origin, size, 2); k++) {
          numbers.add(new int[] {i, j, k});
        }
      }
    }
    return numbers;
  }

  private short[] chunk(int i, int j, int k) {
    int voxels = Box.voxels(chunkShape);
    return cache.get(id, i, j, k, voxels, codes -> volume.readChunk(i, j, k, codes));
  }

  private void convert(short[] codes, int[] number, int[] origin, int[] size, float[] into) {
    int[] from = new int[3];
    int[] to = new int[3];
    int[] shared = new int[3];
    for (int axis = 0; axis < 3; axis++) {
      int chunkOrigin = number[axis] * chunkShape[axis];
      int first = Math.max(origin[axis], chunkOrigin);
      int end = Math.min(origin[axis] + size[axis], chunkOrigin + chunkShape[axis]);
      from[axis] = first - chunkOrigin;
      to[axis] = first - origin[axis];
      shared[axis] = end - first;
    }
    for (int i = 0; i < shared[0]; i++) {
      for (int j = 0; j < shared[1]; j++) {
        convertRow(
            codes,
            ((from[0] + i) * chunkShape[1] + from[1] + j) * chunkShape[2] + from[2],
            into,
            ((to[0] + i) * size[1] + to[1] + j) * size[2] + to[2],
            shared[2]);
      }
    }
  }

  private void convertRow(short[] codes, int from, float[] into, int to, int count) {
    float[] byCode = intensities;
    int last = byCode.length - 1;
    for (int k = 0; k < count; k++) {
      into[to + k] = byCode[Math.min(codes[from + k] & 0xffff, last)];
    }
  }

  private int firstChunk(int[] origin, int axis) {
    return origin[axis] / chunkShape[axis];
  }

  private int lastChunk(int[] origin, int[] size, int axis) {
    return (origin[axis] + size[axis] - 1) / chunkShape[axis];
  }
}
