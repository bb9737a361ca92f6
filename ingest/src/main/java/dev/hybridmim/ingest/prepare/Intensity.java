package dev.hybridmim.ingest.prepare;

import java.io.Serializable;

/**
 * Linear scaling of intensities: {@code prepared = clip((raw - low) / (high - low), 0, 1)}. Equal
 * to MONAI's {@code ScaleIntensityRanged(low, high, 0, 1, clip=True)}.
 *
 * @param low becomes 0; Hounsfield units for CT, the scan's own numbers for MR
 * @param high becomes 1
 */
public record Intensity(double low, double high) implements Serializable {
  public Intensity {
    if (!(high > low) || !Double.isFinite(high - low)) {
      throw new IllegalArgumentException("The upper intensity must be above the lower one");
    }
  }

  /** Scales in place. */
  void apply(float[] voxels) {
    apply(voxels, 0, voxels.length);
  }

  /** Scales {@code count} voxels from {@code first} on in place. */
  void apply(float[] voxels, int first, int count) {
    float offset = (float) low;
    float range = (float) (high - low);
    for (int n = first; n < first + count; n++) {
      voxels[n] = Math.max(0f, Math.min(1f, (voxels[n] - offset) / range));
    }
  }
}
