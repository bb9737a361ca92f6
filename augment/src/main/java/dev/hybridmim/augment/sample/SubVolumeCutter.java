package dev.hybridmim.augment.sample;

import dev.hybridmim.augment.random.Draws;
import java.util.Arrays;

/**
 * Cuts sub-volumes at random places that show something; specified in this package's documentation.
 *
 * <p>In: a volume, a size, a seed. Out: the origin and the voxels. Volumes smaller than the
 * sub-volume are padded with 0 at their end.
 */
public final class SubVolumeCutter {
  private static final int CANDIDATES = 4;
  private static final float FOREGROUND_INTENSITY = 0.05f;
  private static final int FOREGROUND_DIVISOR = 10;
  private static final int BLOCK = 4096;
  private static final int[] ZERO = {0, 0, 0};

  /**
   * Draws an origin and reads the sub-volume there.
   *
   * @param size voxels along i, j, k
   * @param into receives {@code channels * i * j * k} intensities, C order
   * @return the first voxel along i, j, k
   */
  public int[] cut(VoxelSource volume, int[] size, long seed, float[] into) {
    Draws draws = new Draws(seed);
    int voxels = Box.voxels(size);
    int[] best = null;
    int bestForeground = -1;
    int[] origin = null;
    for (int candidate = 0; candidate < CANDIDATES; candidate++) {
      origin = drawOrigin(volume.shape(), size, draws);
      read(volume, origin, size, into);
      int enough = (voxels + FOREGROUND_DIVISOR - 1) / FOREGROUND_DIVISOR;
      int foreground = countForeground(into, voxels, enough);
      if (foreground >= enough) {
        return origin;
      }
      if (foreground > bestForeground) {
        best = origin;
        bestForeground = foreground;
      }
    }
    if (best != origin) {
      read(volume, best, size, into);
    }
    return best;
  }

  /** Reads the sub-volume at an origin that {@link #cut} gave. */
  public void read(VoxelSource volume, int[] origin, int[] size, float[] into) {
    int[] present = presentSize(volume.shape(), origin, size);
    if (Arrays.equals(present, size)) {
      volume.readBox(origin, size, into);
      return;
    }
    float[] part = new float[Box.voxels(present) * volume.channels()];
    volume.readBox(origin, present, part);
    Arrays.fill(into, 0, Box.voxels(size) * volume.channels(), 0);
    Box.copy(part, present, ZERO, into, size, ZERO, present, volume.channels());
  }

  private static int[] drawOrigin(int[] shape, int[] size, Draws draws) {
    int[] origin = new int[size.length];
    for (int axis = 0; axis < size.length; axis++) {
      origin[axis] = draws.below(Math.max(0, shape[axis] - size[axis]) + 1);
    }
    return origin;
  }

  private static int[] presentSize(int[] shape, int[] origin, int[] size) {
    int[] present = new int[size.length];
    for (int axis = 0; axis < size.length; axis++) {
      present[axis] = Math.min(size[axis], shape[axis] - origin[axis]);
      if (origin[axis] < 0 || present[axis] < 1) {
        throw new IllegalArgumentException(
            "The origin " + Arrays.toString(origin) + " lies outside " + Arrays.toString(shape));
      }
    }
    return present;
  }

  /** Stops soon after it has found enough. */
  private static int countForeground(float[] intensities, int count, int enough) {
    int foreground = 0;
    for (int block = 0; block < count && foreground < enough; block += BLOCK) {
      int end = Math.min(count, block + BLOCK);
      for (int voxel = block; voxel < end; voxel++) {
        foreground += intensities[voxel] > FOREGROUND_INTENSITY ? 1 : 0;
      }
    }
    return foreground;
  }
}
