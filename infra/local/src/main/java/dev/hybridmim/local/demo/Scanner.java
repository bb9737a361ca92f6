package dev.hybridmim.local.demo;

import dev.hybridmim.ingest.image.Affine;
import dev.hybridmim.ingest.image.Image;
import dev.hybridmim.platform.message.Modality;
import dev.hybridmim.platform.number.Seeds;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.sampling.distribution.ZigguratSampler;

/** Takes an image of a body: a pure function of body, geometry and seed. */
final class Scanner {
  private static final float LOWEST = -1024;
  private static final float HIGHEST = 3071;

  private Scanner() {}

  /**
   * An image and its labels.
   *
   * @param image Hounsfield units
   * @param labels of the same geometry: 1 liver, 2 spleen, 3 kidneys
   */
  record Pair(Image image, Image labels) {}

  /**
   * Scans a body.
   *
   * @param noise standard deviation in Hounsfield units
   */
  static Pair scan(Body body, ScanGeometry geometry, double noise, long seed) {
    UniformRandomProvider random = Seeds.random(seed);
    ZigguratSampler.NormalizedGaussian gaussian = ZigguratSampler.NormalizedGaussian.of(random);
    int[] shape = geometry.shape();
    double[] map = geometry.affine().toRowMajor();
    float[] voxels = new float[shape[0] * shape[1] * shape[2]];
    float[] labels = new float[voxels.length];
    int at = 0;
    for (int i = 0; i < shape[0]; i++) {
      for (int j = 0; j < shape[1]; j++) {
        for (int k = 0; k < shape[2]; k++) {
          double x = map[0] * i + map[1] * j + map[2] * k + map[3];
          double y = map[4] * i + map[5] * j + map[6] * k + map[7];
          double z = map[8] * i + map[9] * j + map[10] * k + map[11];
          Tissue tissue = body.at(x, y, z);
          double value = body.hounsfield(tissue, x, y, z) + noise * gaussian.sample();
          voxels[at] = Math.round(Math.max(LOWEST, Math.min(HIGHEST, value)));
          labels[at] = tissue.label();
          at++;
        }
      }
    }
    Affine affine = geometry.affine();
    return new Pair(
        new Image(voxels, shape, affine, Modality.MODALITY_CT),
        new Image(labels, shape, affine, Modality.MODALITY_UNSPECIFIED));
  }
}
