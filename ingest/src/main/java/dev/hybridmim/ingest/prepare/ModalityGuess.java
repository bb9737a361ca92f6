package dev.hybridmim.ingest.prepare;

import dev.hybridmim.ingest.image.VoxelArray;
import dev.hybridmim.platform.message.Modality;

/**
 * Tells CT from MR by the intensities alone, for files that don't say (NIfTI): CT when at least one
 * voxel in a thousand is at or below -200, as air and lung are in Hounsfield units, and none is
 * outside what scanners write, -10,000 to 65,535. Anything else is taken as MR, for which nothing
 * is assumed about units.
 */
final class ModalityGuess {
  static final float AIR_OR_LUNG = -200;
  private static final float SMALLEST = -10_000;
  private static final float LARGEST = 65_535;
  private static final int ONE_IN = 1000;

  private ModalityGuess() {}

  /**
   * The modality.
   *
   * @param extremes of all voxels, counted at {@link #AIR_OR_LUNG}
   */
  static Modality of(VoxelArray.Extremes extremes, int voxels) {
    boolean hounsfield =
        extremes.least() >= SMALLEST
            && extremes.most() <= LARGEST
            && extremes.atOrBelow() * ONE_IN >= voxels;
    return hounsfield ? Modality.MODALITY_CT : Modality.MODALITY_MR;
  }
}
