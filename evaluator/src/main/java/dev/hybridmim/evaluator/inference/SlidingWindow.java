package dev.hybridmim.evaluator.inference;

import dev.hybridmim.evaluator.metric.LabelMap;
import java.util.Arrays;
import java.util.List;

/**
 * Segments volumes of any size window by window; see this package's documentation for the rules.
 *
 * <p>Memory: {@code 4 * (classes + channels + 1)} bytes for each voxel of the padded volume, and
 * one batch of windows with its scores. Deterministic as far as the network is.
 */
public final class SlidingWindow {
  private final int[] window;
  private final double overlap;
  private final int batchSize;
  private final int classes;
  private final boolean overlapping;
  private final float[] weights;

  /**
   * @param window voxels of a window along i, j, k
   * @param overlap 0 up to but not 1
   * @param batchSize windows given to the network at once
   * @param classes including background, at most 256
   */
  public SlidingWindow(int[] window, double overlap, int batchSize, int classes) {
    this(window, overlap, batchSize, classes, false);
  }

  /**
   * @param window voxels of a window along i, j, k
   * @param overlap 0 up to but not 1
   * @param batchSize windows given to the network at once
   * @param classes at most 256, or at most 8 overlapping ones
   * @param overlapping whether a voxel may have several classes: then a score above 0 stands for
   *     yes, and bit c of a voxel's code for class c
   */
  public SlidingWindow(
      int[] window, double overlap, int batchSize, int classes, boolean overlapping) {
    if (!(overlap >= 0 && overlap < 1)) {
      throw new IllegalArgumentException("Overlap is from 0 up to but not 1, not " + overlap + ".");
    }
    if (batchSize < 1 || classes < (overlapping ? 1 : 2) || classes > (overlapping ? 8 : 256)) {
      throw new IllegalArgumentException(
          "A batch has at least one window and a task 2 to 256 classes or 1 to 8 overlapping ones, not "
              + batchSize
              + " and "
              + classes
              + ".");
    }
    this.window = window.clone();
    this.overlap = overlap;
    this.batchSize = batchSize;
    this.classes = classes;
    this.overlapping = overlapping;
    this.weights = GaussianWeights.over(window);
  }

  /**
   * The class of every voxel, or the code of its classes when they overlap.
   *
   * @param voxels (channels, i, j, k) in C order
   * @param shape i, j, k
   */
  public LabelMap segment(float[] voxels, int channels, int[] shape, WindowNetwork network) {
    WindowGrid grid = WindowGrid.over(shape, window, overlap);
    float[] padded = pad(voxels, channels, shape, grid);
    float[] sums = sumScores(padded, channels, grid, network);
    return new LabelMap(shape, codes(sums, shape, grid));
  }

  private float[] sumScores(float[] padded, int channels, WindowGrid grid, WindowNetwork network) {
    int volume = volume(grid.padded());
    int cells = volume(window);
    // Dividing by the summed weights would change no argmax, so they are not kept.
    float[] sums = new float[Math.multiplyExact(classes, volume)];
    float[] batch = new float[batchSize * channels * cells];
    List<int[]> origins = grid.origins();
    for (int first = 0; first < origins.size(); first += batchSize) {
      int count = Math.min(batchSize, origins.size() - first);
      for (int item = 0; item < count; item++) {
        cut(padded, channels, grid, origins.get(first + item), batch, item * channels * cells);
      }
      float[] input = count == batchSize ? batch : Arrays.copyOf(batch, count * channels * cells);
      float[] scores = network.scores(input, count);
      if (scores.length != count * classes * cells) {
        throw new IllegalStateException(
            "The network gave "
                + scores.length
                + " scores for "
                + count
                + " windows of "
                + cells
                + " voxels and "
                + classes
                + " classes.");
      }
      for (int item = 0; item < count; item++) {
        add(scores, item * classes * cells, origins.get(first + item), grid, sums);
      }
    }
    return sums;
  }

  private static float[] pad(float[] voxels, int channels, int[] shape, WindowGrid grid) {
    int[] padded = grid.padded();
    int[] before = grid.before();
    if (Arrays.equals(padded, shape)) {
      return voxels;
    }
    float[] result = new float[channels * volume(padded)];
    for (int channel = 0; channel < channels; channel++) {
      for (int i = 0; i < shape[0]; i++) {
        for (int j = 0; j < shape[1]; j++) {
          int from = ((channel * shape[0] + i) * shape[1] + j) * shape[2];
          int row = (channel * padded[0] + i + before[0]) * padded[1] + j + before[1];
          System.arraycopy(voxels, from, result, row * padded[2] + before[2], shape[2]);
        }
      }
    }
    return result;
  }

  private void cut(
      float[] padded, int channels, WindowGrid grid, int[] origin, float[] batch, int offset) {
    int[] shape = grid.padded();
    int to = offset;
    for (int channel = 0; channel < channels; channel++) {
      for (int i = 0; i < window[0]; i++) {
        for (int j = 0; j < window[1]; j++) {
          int row = (channel * shape[0] + origin[0] + i) * shape[1] + origin[1] + j;
          System.arraycopy(padded, row * shape[2] + origin[2], batch, to, window[2]);
          to += window[2];
        }
      }
    }
  }

  private void add(float[] scores, int offset, int[] origin, WindowGrid grid, float[] sums) {
    int[] shape = grid.padded();
    int from = offset;
    for (int label = 0; label < classes; label++) {
      int weight = 0;
      for (int i = 0; i < window[0]; i++) {
        for (int j = 0; j < window[1]; j++) {
          int row = (label * shape[0] + origin[0] + i) * shape[1] + origin[1] + j;
          int to = row * shape[2] + origin[2];
          for (int k = 0; k < window[2]; k++) {
            sums[to + k] += weights[weight++] * scores[from++];
          }
        }
      }
    }
  }

  private byte[] codes(float[] sums, int[] shape, WindowGrid grid) {
    int[] padded = grid.padded();
    int[] before = grid.before();
    int volume = volume(padded);
    byte[] labels = new byte[volume(shape)];
    int index = 0;
    for (int i = 0; i < shape[0]; i++) {
      for (int j = 0; j < shape[1]; j++) {
        int row = (i + before[0]) * padded[1] + j + before[1];
        int voxel = row * padded[2] + before[2];
        for (int k = 0; k < shape[2]; k++) {
          labels[index++] = (byte) code(sums, voxel + k, volume);
        }
      }
    }
    return labels;
  }

  private int code(float[] sums, int voxel, int volume) {
    if (!overlapping) {
      return largest(sums, voxel, volume);
    }
    int code = 0;
    for (int label = 0; label < classes; label++) {
      code |= sums[label * volume + voxel] > 0 ? 1 << label : 0;
    }
    return code;
  }

  private int largest(float[] sums, int voxel, int volume) {
    int best = 0;
    for (int label = 1; label < classes; label++) {
      if (sums[label * volume + voxel] > sums[best * volume + voxel]) {
        best = label;
      }
    }
    return best;
  }

  private static int volume(int[] shape) {
    return Math.multiplyExact(Math.multiplyExact(shape[0], shape[1]), shape[2]);
  }
}
