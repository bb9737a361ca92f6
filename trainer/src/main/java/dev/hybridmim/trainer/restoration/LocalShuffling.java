package dev.hybridmim.trainer.restoration;

import dev.hybridmim.trainer.restoration.Boxes.Box;
import org.apache.commons.rng.UniformRandomProvider;

/**
 * Shuffles voxels inside small boxes, of edges from 1 to a tenth of the sub-volume's. Every box is
 * filled with its shuffled original voxels, so a later box covers an earlier one. There are as many
 * boxes a voxel as in the published 10,000 boxes of 64 x 64 x 32 voxels.
 */
final class LocalShuffling {
  private static final double BOXES_PER_VOXEL = 10_000.0 / (64 * 64 * 32);
  private static final int SHARE_OF_EDGE = 10;

  private LocalShuffling() {}

  /**
   * Shuffles a copy.
   *
   * @param voxels channels one after the other, each a cube; left as it is
   */
  static float[] shuffled(float[] voxels, int channels, int cube, UniformRandomProvider random) {
    float[] result = voxels.clone();
    int volume = cube * cube * cube;
    int largest = Math.max(1, cube / SHARE_OF_EDGE);
    int[] places = new int[largest * largest * largest];
    int[] sources = new int[places.length];
    for (long box = Math.round(BOXES_PER_VOXEL * volume); box > 0; box--) {
      Box drawn = Boxes.draw(random, cube, 1, largest);
      drawn.places(cube, places);
      int count = drawn.voxels();
      System.arraycopy(places, 0, sources, 0, count);
      shuffle(sources, count, random);
      for (int channel = 0; channel < channels; channel++) {
        int offset = channel * volume;
        for (int index = 0; index < count; index++) {
          result[offset + places[index]] = voxels[offset + sources[index]];
        }
      }
    }
    return result;
  }

  private static void shuffle(int[] values, int count, UniformRandomProvider random) {
    for (int last = count - 1; last > 0; last--) {
      int other = random.nextInt(last + 1);
      int value = values[last];
      values[last] = values[other];
      values[other] = value;
    }
  }
}
