package dev.hybridmim.trainer.restoration;

import dev.hybridmim.trainer.restoration.Boxes.Box;
import java.util.Arrays;
import org.apache.commons.rng.UniformRandomProvider;

/**
 * Paints noise, uniform in [0, 1], over one to five boxes (to be in-painted, edges from a sixth to
 * a third of the sub-volume's) or over all but one to five boxes (to be out-painted, edges from
 * three to four sevenths). After each box there is another one with probability 0.95.
 */
final class Painting {
  private static final int MOST_BOXES = 5;
  private static final double ANOTHER = 0.95;

  private Painting() {}

  /**
   * Paints in place.
   *
   * @param voxels channels one after the other, each a cube
   * @param inside true paints the boxes, false everything else
   */
  static void paint(
      float[] voxels, int channels, int cube, boolean inside, UniformRandomProvider random) {
    boolean[] painted = new boolean[cube * cube * cube];
    Arrays.fill(painted, !inside);
    int smallest = Math.max(1, inside ? cube / 6 : 3 * cube / 7);
    int largest = Math.max(1, inside ? cube / 3 : 4 * cube / 7);
    int[] places = new int[largest * largest * largest];
    int boxes = 0;
    do {
      Box box = Boxes.draw(random, cube, smallest, largest);
      box.places(cube, places);
      for (int index = 0; index < box.voxels(); index++) {
        painted[places[index]] = inside;
      }
      boxes++;
    } while (boxes < MOST_BOXES && random.nextDouble() < ANOTHER);
    for (int voxel = 0; voxel < channels * painted.length; voxel++) {
      if (painted[voxel % painted.length]) {
        voxels[voxel] = random.nextFloat();
      }
    }
  }
}
