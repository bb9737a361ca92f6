package dev.hybridmim.augment.sample;

import dev.hybridmim.augment.random.Draws;
import dev.hybridmim.platform.message.Augmentation;
import dev.hybridmim.platform.message.AugmentationSettings;
import dev.hybridmim.platform.number.Seeds;
import java.util.Arrays;
import org.apache.commons.rng.UniformRandomProvider;

/**
 * Draws and applies augmentations; specified in this package's documentation. Keeps small buffers
 * between calls; not thread-safe.
 */
public final class Augmenter {
  private static final int QUARTERS = 4;
  private static final int FACES = 6;
  private static final int TILE = 16;
  private static final int GAMMA_STEPS = 4095;
  private static final int BYTE_SUM_MEAN = 1020;

  /** Of the sum of eight bytes: the square root of 8 (256^2 - 1) / 12. */
  private static final double BYTE_SUM_DEVIATION = Math.sqrt(43_690);

  private final float[] tile = new float[TILE * TILE];
  private final float[] gammaCurve = new float[GAMMA_STEPS + 2];

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
    if (settings.getTurnAllPlanes() && isCube(size)) {
      // With the turns about k, each of the 24 rotations of a cube once.
      int face = draws.below(FACES);
      if (face < QUARTERS) {
        drawn.setQuarterTurnsJk(face);
      } else {
        drawn.setQuarterTurnsIk(face == QUARTERS ? 1 : 3);
      }
    }
    if (settings.getGamma() != 0) {
      drawn.setGamma(1 + settings.getGamma() * (2 * draws.fraction() - 1));
    }
    if (settings.getNoise() != 0) {
      drawn.setNoise(settings.getNoise() * draws.fraction());
    }
    return drawn.build();
  }

  /**
   * Applies an augmentation.
   *
   * @param from {@code channels * i * j * k} intensities, C order
   * @param noiseSeed from which noise is drawn, if there is any
   * @param into receives as many; another array than {@code from}
   * @throws IllegalArgumentException when it turns a sub-volume whose edges differ
   */
  public void apply(
      Augmentation augmentation,
      float[] from,
      int channels,
      int[] size,
      long noiseSeed,
      float[] into) {
    Walk walk = walk(augmentation, size);
    int voxels = Box.voxels(size);
    for (int channel = 0; channel < channels; channel++) {
      gather(from, channel * voxels, walk, size, into);
    }
    if (augmentation.getGamma() != 0) {
      changeGamma(augmentation.getGamma(), into, channels * voxels);
    }
    if (augmentation.getIntensityScale() != 0 || augmentation.getIntensityShift() != 0) {
      changeIntensity(augmentation, into, channels * voxels);
    }
    if (augmentation.getNoise() != 0) {
      addNoise(augmentation.getNoise(), noiseSeed, into, channels * voxels);
    }
  }

  private static Walk walk(Augmentation augmentation, int[] size) {
    int about = augmentation.getQuarterTurns() % QUARTERS;
    int aboutI = augmentation.getQuarterTurnsJk() % QUARTERS;
    int aboutJ = augmentation.getQuarterTurnsIk() % QUARTERS;
    if (about != 0 && size[0] != size[1]) {
      throw new IllegalArgumentException(
          "A quarter turn needs equal edges, not " + size[0] + " and " + size[1]);
    }
    if ((aboutI != 0 || aboutJ != 0) && !isCube(size)) {
      throw new IllegalArgumentException(
          "A quarter turn about i or j needs a cube, not " + Arrays.toString(size));
    }
    Walk walk = Walk.flipped(augmentation, size);
    for (int turn = 0; turn < about; turn++) {
      walk = walk.turnedIj(size[0]);
    }
    for (int turn = 0; turn < aboutI; turn++) {
      walk = walk.turnedJk(size[0]);
    }
    for (int turn = 0; turn < aboutJ; turn++) {
      walk = walk.turnedIk(size[0]);
    }
    return walk;
  }

  private static boolean isCube(int[] size) {
    return size[0] == size[1] && size[1] == size[2];
  }

  private void gather(float[] from, int offset, Walk walk, int[] size, float[] into) {
    if (walk.alongK == 1 || walk.alongK == -1) {
      gatherRows(from, offset, walk, size, into);
    } else {
      gatherTiles(from, offset, walk, size, into);
    }
  }

  private static void gatherRows(float[] from, int offset, Walk walk, int[] size, float[] into) {
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

  /**
   * Rows of the source run along another axis of the target: a tile's rows are read as they lie,
   * turned in a buffer that stays in the processor's nearest cache, and written as they lie.
   */
  private void gatherTiles(float[] from, int offset, Walk walk, int[] size, float[] into) {
    boolean rowsAlongI = walk.alongI == 1 || walk.alongI == -1;
    int planes = rowsAlongI ? size[1] : size[0];
    int rows = rowsAlongI ? size[0] : size[1];
    int alongRow = rowsAlongI ? walk.alongI : walk.alongJ;
    int alongPlane = rowsAlongI ? walk.alongJ : walk.alongI;
    int intoRow = rowsAlongI ? size[1] * size[2] : size[2];
    int intoPlane = rowsAlongI ? size[2] : size[1] * size[2];
    for (int plane = 0; plane < planes; plane++) {
      int source = offset + walk.start + plane * alongPlane;
      int target = offset + plane * intoPlane;
      for (int row = 0; row < rows; row += TILE) {
        int tileRows = Math.min(TILE, rows - row);
        for (int k = 0; k < size[2]; k += TILE) {
          int tileK = Math.min(TILE, size[2] - k);
          int first = source + row * alongRow + k * walk.alongK;
          readTile(from, first, alongRow, walk.alongK, tileRows, tileK);
          for (int r = 0; r < tileRows; r++) {
            System.arraycopy(tile, r * TILE, into, target + (row + r) * intoRow + k, tileK);
          }
        }
      }
    }
  }

  private void readTile(
      float[] from, int first, int alongRow, int alongK, int tileRows, int tileK) {
    for (int k = 0; k < tileK; k++) {
      int source = first + k * alongK;
      for (int r = 0; r < tileRows; r++) {
        tile[r * TILE + k] = from[source + r * alongRow];
      }
    }
  }

  private void changeGamma(double gamma, float[] values, int count) {
    for (int step = 0; step <= GAMMA_STEPS; step++) {
      gammaCurve[step] = (float) StrictMath.pow(step / (double) GAMMA_STEPS, gamma);
    }
    gammaCurve[GAMMA_STEPS + 1] = gammaCurve[GAMMA_STEPS];
    for (int voxel = 0; voxel < count; voxel++) {
      float place = values[voxel] * GAMMA_STEPS;
      int step = (int) place;
      float low = gammaCurve[step];
      float part = (gammaCurve[step + 1] - low) * (place - step);
      values[voxel] = low + part;
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

  private static void addNoise(double deviation, long seed, float[] values, int count) {
    UniformRandomProvider words = Seeds.random(seed);
    float unit = (float) (deviation / BYTE_SUM_DEVIATION);
    for (int voxel = 0; voxel < count; voxel++) {
      float noise = (byteSum(words.nextLong()) - BYTE_SUM_MEAN) * unit;
      values[voxel] = Math.max(0f, Math.min(1f, values[voxel] + noise));
    }
  }

  /** The sum of a word's eight bytes: four sums of two, then added up in the top sixteen bits. */
  private static int byteSum(long word) {
    long pairs = (word & 0x00ff00ff00ff00ffL) + (word >>> 8 & 0x00ff00ff00ff00ffL);
    return (int) (pairs * 0x0001000100010001L >>> 48);
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

    /** out[i][j][k] = in[j][edge - 1 - i][k]. */
    Walk turnedIj(int edge) {
      return new Walk(start + (edge - 1) * alongJ, -alongJ, alongI, alongK);
    }

    /** out[i][j][k] = in[i][k][edge - 1 - j]. */
    Walk turnedJk(int edge) {
      return new Walk(start + (edge - 1) * alongK, alongI, -alongK, alongJ);
    }

    /** out[i][j][k] = in[k][j][edge - 1 - i]. */
    Walk turnedIk(int edge) {
      return new Walk(start + (edge - 1) * alongK, -alongK, alongJ, alongI);
    }
  }
}
