package dev.hybridmim.trainer.look;

import dev.hybridmim.platform.geometry.RegionGrid;

/**
 * A sub-volume and what a network makes of its visible part.
 *
 * @param grid how it is divided
 * @param channels C
 * @param input intensities, (C, D, H, W)
 * @param hidden 1 where a voxel was hidden, (D, H, W)
 * @param answer the network's intensities, (C, D, H, W)
 * @param hiddenPatches of every region
 * @param saidPatches what the number head says of every region
 * @param expectedPatches the same as the mean of the head's distribution
 * @param positionsRight share of all patches that the position head tells rightly as hidden or not
 */
// Large, never compared, and nobody changes the arrays.
@SuppressWarnings("ArrayRecordComponent")
public record Reconstruction(
    RegionGrid grid,
    int channels,
    float[] input,
    byte[] hidden,
    float[] answer,
    int[] hiddenPatches,
    int[] saidPatches,
    double[] expectedPatches,
    double positionsRight) {
  /** Mean absolute error over the hidden voxels of all channels; not a number when none is. */
  public double meanAbsoluteError() {
    double sum = 0;
    long count = 0;
    int voxels = hidden.length;
    for (int channel = 0; channel < channels; channel++) {
      for (int voxel = 0; voxel < voxels; voxel++) {
        if (hidden[voxel] != 0) {
          sum += Math.abs(answer[channel * voxels + voxel] - input[channel * voxels + voxel]);
          count++;
        }
      }
    }
    return count == 0 ? Double.NaN : sum / count;
  }

  /** Regions whose number of hidden patches the network says. */
  public int regionsRight() {
    int right = 0;
    for (int region = 0; region < hiddenPatches.length; region++) {
      right += hiddenPatches[region] == saidPatches[region] ? 1 : 0;
    }
    return right;
  }
}
