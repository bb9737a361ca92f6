package dev.hybridmim.augment.sample;

import dev.hybridmim.augment.random.Draws;
import dev.hybridmim.platform.message.Augmentation;
import dev.hybridmim.platform.message.AugmentationSettings;

/** Draws and applies augmentations; specified in this package's documentation. */
public final class Augmenter {
  private static final int QUARTERS = 4;

  /**
   * Draws what will be done to a sub-volume.
   *
   * @param size voxels along i, j, k
   */
  public Augmentation draw(AugmentationSettings settings, int[] size, long seed) {
    Draws draws = new Draws(seed);
    Augmentation.Builder drawn = Augmentation.newBuilder();
    if (settings.getFlips()) {
      drawn.setFlipI(draws.coin()).setFlipJ(draws.coin()).setFlipK(draws.coin());
    }
    if (settings.getQuarterTurns() && size[0] == size[1]) {
      drawn.setQuarterTurns(draws.below(QUARTERS));
    }
    if (settings.getIntensityScale() != 0 || settings.getIntensityShift() != 0) {
      drawn
          .setIntensityScale(1 + settings.getIntensityScale() * (2 * draws.fraction() - 1))
          .setIntensityShift(settings.getIntensityShift() * (2 * draws.fraction() - 1));
    }
    return drawn.build();
  }

  /**
   * Applies an augmentation.
   *
   * @param from {@code channels * i * j * k} intensities, C order
   * @param into receives as many; another array than {@code from}
   * @throws IllegalArgumentException when it turns a sub-volume whose edges i and j differ
   */
  public void apply(
      Augmentation augmentation, float[] from, int channels, int[] size, float[] into) {
    int turns = augmentation.getQuarterTurns() % QUARTERS;
    if (turns != 0 && size[0] != size[1]) {
      throw new IllegalArgumentException(
          "A quarter turn needs equal edges, not " + size[0] + " and " + size[1]);
    }
    Walk walk = Walk.flipped(augmentation, size);
    for (int turn = 0; turn < turns; turn++) {
      walk = walk.turned(size[0]);
    }
    int voxels = Box.voxels(size);
    for (int channel = 0; channel < channels; channel++) {
      gather(from, channel * voxels, walk, size, into);
    }
    if (augmentation.getIntensityScale() != 0 || augmentation.getIntensityShift() != 0) {
      changeIntensity(augmentation, into, channels * voxels);
    }
  }

  private static void gather(float[] from, int offset, Walk walk, int[] size, float[] into) {
    int target = offset;
    for (int i = 0; i < size[0]; i++) {
      for (int j = 0; j < size[1]; j++) {
        int source = offset + walk.start + i * walk.alongI + j * walk.alongJ;
        if (walk.alongK == 1) {
          System.arraycopy(from, source, into, target, size[2]);
          target += size[2];
        } else {
          for (int k = 0; k < size[2]; k++) {
            into[target++] = from[source - k];
          }
        }
      }
    }
  }

  private static void changeIntensity(Augmentation augmentation, float[] values, int count) {
    float scale = (float) augmentation.getIntensityScale();
    float shift = (float) augmentation.getIntensityShift();
    for (int voxel = 0; voxel < count; voxel++) {
      float product = values[voxel] * scale;
      values[voxel] = Math.max(0f, Math.min(1f, product + shift));
    }
  }

  /**
   * Where the voxel that goes to (i, j, k) comes from: {@code start + i alongI + j alongJ + k
   * alongK}. Flips and quarter turns are all of this form.
   */
  private record Walk(int start, int alongI, int alongJ, int alongK) {
    static Walk flipped(Augmentation augmentation, int[] size) {
      int strideI = size[1] * size[2];
      int strideJ = size[2];
      int start = 0;
      start += augmentation.getFlipI() ? (size[0] - 1) * strideI : 0;
      start += augmentation.getFlipJ() ? (size[1] - 1) * strideJ : 0;
      start += augmentation.getFlipK() ? size[2] - 1 : 0;
      return new Walk(
          start,
          augmentation.getFlipI() ? -strideI : strideI,
          augmentation.getFlipJ() ? -strideJ : strideJ,
          augmentation.getFlipK() ? -1 : 1);
    }

    /** out[i][j] = in[j][edge - 1 - i]. */
    Walk turned(int edge) {
      return new Walk(start + (edge - 1) * alongJ, -alongJ, alongI, alongK);
    }
  }
}
