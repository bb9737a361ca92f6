package dev.hybridmim.ingest.prepare;

import dev.hybridmim.platform.message.Modality;

/**
 * Tells CT from MR by the intensities alone, for files that don't say (NIfTI): CT when at least one
 * voxel in a thousand is at or below -200, as air and lung are in Hounsfield units, and none is
 * outside what scanners write, -10,000 to 65,535. Anything else is taken as MR, for which nothing
 * is assumed about units.
 */
final class ModalityGuess {
  private static final float AIR_OR_LUNG = -200;
  private static final float SMALLEST = -10_000;
  private static final float LARGEST = 65_535;
  private static final int ONE_IN = 1000;

  private ModalityGuess() {}

  static Modality of(float[] voxels) {
    float least = Float.MAX_VALUE;
    float most = -Float.MAX_VALUE;
    long low = 0;
    for (float value : voxels) {
      least = Math.min(least, value);
      most = Math.max(most, value);
      low += value <= AIR_OR_LUNG ? 1 : 0;
    }
    boolean hounsfield = least >= SMALLEST && most <= LARGEST && low * ONE_IN >= voxels.length;
    return hounsfield ? Modality.MODALITY_CT : Modality.MODALITY_MR;
  }
}
