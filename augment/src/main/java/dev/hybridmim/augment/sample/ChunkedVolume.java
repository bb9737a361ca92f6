package dev.hybridmim.augment.sample;

import java.util.List;

/** A prepared volume as it is stored: in chunks of codes. It has one channel. */
interface ChunkedVolume {
  /** Voxels along i, j, k. */
  int[] shape();

  /** Voxels of a chunk along i, j, k. */
  int[] chunkShape();

  /** Intensities by code; larger codes mean what the last one does. */
  float[] intensities();

  /**
   * Says which chunks will be read next, so that they can be fetched at the same time.
   *
   * @param numbers along i, j, k
   */
  void expect(List<int[]> numbers);

  /**
   * Reads a chunk by its number along i, j, k.
   *
   * @param codes takes unsigned 16-bit codes, C order, of a whole chunk also at the volume's end
   */
  void readChunk(int i, int j, int k, short[] codes);
}
