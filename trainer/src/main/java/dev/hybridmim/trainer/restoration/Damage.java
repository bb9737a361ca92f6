package dev.hybridmim.trainer.restoration;

import dev.hybridmim.platform.number.Seeds;
import org.apache.commons.rng.UniformRandomProvider;

/** What is done to one sub-volume; a pure function of it and a seed. */
public final class Damage {
  private static final double SHUFFLED = 0.5;
  private static final double BENT = 0.9;
  private static final double PAINTED = 0.9;
  private static final double INSIDE = 0.2;

  private Damage() {}

  /**
   * A damaged copy.
   *
   * @param voxels C, D, D, D in [0, 1]; left as it is
   * @param cube D
   */
  public static float[] of(float[] voxels, int channels, int cube, long seed) {
    UniformRandomProvider random = Seeds.random(seed);
    float[] damaged =
        random.nextDouble() < SHUFFLED
            ? LocalShuffling.shuffled(voxels, channels, cube, random)
            : voxels.clone();
    if (random.nextDouble() < BENT) {
      bend(damaged, channels, random);
    }
    if (random.nextDouble() < PAINTED) {
      boolean inside = random.nextDouble() < INSIDE;
      Painting.paint(damaged, channels, cube, inside, random);
    }
    return damaged;
  }

  private static void bend(float[] voxels, int channels, UniformRandomProvider random) {
    int volume = voxels.length / channels;
    for (int channel = 0; channel < channels; channel++) {
      IntensityCurve curve = IntensityCurve.draw(random);
      for (int voxel = channel * volume; voxel < (channel + 1) * volume; voxel++) {
        voxels[voxel] = curve.at(voxels[voxel]);
      }
    }
  }
}
