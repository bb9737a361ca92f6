package dev.hybridmim.trainer.loss;

import dev.hybridmim.platform.geometry.RegionGrid;
import java.util.Arrays;

/**
 * The labels that lie in the masks of a batch.
 *
 * @param patches 1 for a masked patch, in raster order of the patch grid, sample after sample
 * @param numbers masked patches of every region, (N, R)
 * @param positions 1 for a masked patch, (N, R, P)
 */
public record MaskLabels(float[] patches, long[] numbers, float[] positions) {

  /**
   * Reads the codes of a batch.
   *
   * @param codes one code a region, sample after sample
   * @throws IllegalArgumentException when the number of bytes is wrong
   */
  public static MaskLabels read(RegionGrid grid, byte[] codes, int samples) {
    if (codes.length != samples * grid.maskBytes()) {
      throw new IllegalArgumentException(
          "The masks of "
              + samples
              + " samples ("
              + grid
              + ") have "
              + samples * grid.maskBytes()
              + " bytes, but "
              + codes.length
              + " were given");
    }
    int regions = grid.regions();
    int perRegion = grid.patchesPerRegion();
    float[] patches = new float[samples * grid.patches()];
    long[] numbers = new long[samples * regions];
    float[] positions = new float[samples * grid.patches()];
    for (int sample = 0; sample < samples; sample++) {
      byte[] code =
          Arrays.copyOfRange(codes, sample * grid.maskBytes(), (sample + 1) * grid.maskBytes());
      for (int region = 0; region < regions; region++) {
        numbers[sample * regions + region] = grid.maskedCount(code, region);
        for (int patch = 0; patch < perRegion; patch++) {
          if (grid.masked(code, region, patch)) {
            positions[(sample * regions + region) * perRegion + patch] = 1;
            patches[sample * grid.patches() + rasterIndex(grid, region, patch)] = 1;
          }
        }
      }
    }
    return new MaskLabels(patches, numbers, positions);
  }

  /** Index of a patch in the raster of all patches of the sub-volume. */
  private static int rasterIndex(RegionGrid grid, int region, int patch) {
    int[] regions = grid.regionCounts();
    int edge = grid.patchesPerEdge();
    int i = region / (regions[1] * regions[2]) * edge + patch / (edge * edge);
    int j = region / regions[2] % regions[1] * edge + patch / edge % edge;
    int k = region % regions[2] * edge + patch % edge;
    return (i * regions[1] * edge + j) * regions[2] * edge + k;
  }
}
