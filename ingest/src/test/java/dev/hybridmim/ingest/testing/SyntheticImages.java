package dev.hybridmim.ingest.testing;

import dev.hybridmim.ingest.image.Affine;
import dev.hybridmim.ingest.image.Image;
import dev.hybridmim.platform.message.Modality;
import dev.hybridmim.platform.number.Seeds;
import org.apache.commons.rng.UniformRandomProvider;

/** Small images for tests, made from a seed. */
public final class SyntheticImages {
  private SyntheticImages() {}

  /** A ball of soft tissue in air, with noise: whole Hounsfield units. */
  public static Image ct(long seed, int sizeI, int sizeJ, int sizeK, Affine affine) {
    UniformRandomProvider random = Seeds.random(seed);
    float[] voxels = new float[sizeI * sizeJ * sizeK];
    int n = 0;
    for (int i = 0; i < sizeI; i++) {
      for (int j = 0; j < sizeJ; j++) {
        for (int k = 0; k < sizeK; k++) {
          double x = 2.0 * i / (sizeI - 1) - 1;
          double y = 2.0 * j / (sizeJ - 1) - 1;
          double z = 2.0 * k / (sizeK - 1) - 1;
          boolean inside = x * x + y * y + z * z < 0.6;
          voxels[n++] = inside ? 20 + random.nextInt(80) : -1000;
        }
      }
    }
    return new Image(
        voxels, new int[] {sizeI, sizeJ, sizeK}, affine, Modality.MODALITY_UNSPECIFIED);
  }

  /** Uniform noise. */
  public static Image noise(long seed, int[] shape, Affine affine) {
    UniformRandomProvider random = Seeds.random(seed);
    float[] voxels = new float[shape[0] * shape[1] * shape[2]];
    for (int n = 0; n < voxels.length; n++) {
      voxels[n] = random.nextInt(-2000, 3000);
    }
    return new Image(voxels, shape, affine, Modality.MODALITY_UNSPECIFIED);
  }
}
