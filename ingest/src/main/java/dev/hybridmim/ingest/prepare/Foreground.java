package dev.hybridmim.ingest.prepare;

import dev.hybridmim.ingest.image.VoxelArray;

/**
 * The smallest box around all voxels above 0, as MONAI's {@code CropForegroundd(select_fn=x > 0,
 * margin=0)} finds it, and how many there are.
 *
 * @param box null when no voxel is above 0
 * @param voxels how many are above 0
 */
record Foreground(VoxelRange box, long voxels) {

  /**
   * Of voxels that are scaled row by row while they are looked at.
   *
   * @param raw C order
   */
  static Foreground of(VoxelArray raw, int[] shape, Intensity intensity) {
    float[] voxels = new float[shape[2]];
    int[] least = shape.clone();
    int[] most = {-1, -1, -1};
    long count = 0;
    int row = 0;
    for (int i = 0; i < shape[0]; i++) {
      for (int j = 0; j < shape[1]; j++) {
        raw.copy(row, shape[2], voxels, 0);
        intensity.apply(voxels);
        int inRow = countAbove(voxels);
        if (inRow > 0) {
          count += inRow;
          least[0] = Math.min(least[0], i);
          most[0] = i;
          least[1] = Math.min(least[1], j);
          most[1] = Math.max(most[1], j);
          // Only what lies outside the known range has to be looked at.
          int first = 0;
          while (first < least[2] && voxels[first] <= 0) {
            first++;
          }
          least[2] = Math.min(least[2], first);
          int last = shape[2] - 1;
          while (last > most[2] && voxels[last] <= 0) {
            last--;
          }
          most[2] = Math.max(most[2], last);
        }
        row += shape[2];
      }
    }
    if (count == 0) {
      return new Foreground(null, 0);
    }
    return new Foreground(
        new VoxelRange(
            least[0],
            least[1],
            least[2],
            most[0] - least[0] + 1,
            most[1] - least[1] + 1,
            most[2] - least[2] + 1),
        count);
  }

  private static int countAbove(float[] row) {
    int count = 0;
    for (float value : row) {
      count += value > 0 ? 1 : 0;
    }
    return count;
  }
}
