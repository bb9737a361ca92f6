package dev.hybridmim.ingest.prepare;

import dev.hybridmim.ingest.image.VoxelArray;
import java.util.Arrays;

/**
 * Applies one filter along each axis, reading the source once and holding a few planes only.
 *
 * <p>Sums are written as a first value plus weighted differences from it, so that where the source
 * is constant the result is that constant to the bit: background stays background.
 */
final class SeparableResampling {
  private final VoxelArray source;
  private final int sizeJ;
  private final int sizeK;
  private final AxisTaps alongI;
  private final AxisTaps alongJ;
  private final AxisTaps alongK;
  // Planes of constant i that are resampled along j and k; source plane i is in slot i modulo taps.
  private final float[][] planes;
  private final int[] planeInSlot;
  private final float[] row;
  private final float[] first;
  private final float[] other;

  private SeparableResampling(VoxelArray source, int[] shape, AxisTaps[] taps) {
    this.source = source;
    this.sizeJ = shape[1];
    this.sizeK = shape[2];
    this.alongI = taps[0];
    this.alongJ = taps[1];
    this.alongK = taps[2];
    this.planes = new float[alongI.taps][alongJ.size() * alongK.size()];
    this.planeInSlot = new int[alongI.taps];
    Arrays.fill(planeInSlot, -1);
    this.row = new float[sizeK];
    this.first = new float[sizeK];
    this.other = new float[sizeK];
  }

  /**
   * The resampled array, C order.
   *
   * @param shape of the source
   * @param taps along i, j, k
   */
  static float[] apply(VoxelArray source, int[] shape, AxisTaps[] taps) {
    return new SeparableResampling(source, shape, taps).run();
  }

  private float[] run() {
    int planeSize = alongJ.size() * alongK.size();
    float[] target = new float[Math.multiplyExact(alongI.size(), planeSize)];
    for (int i = 0; i < alongI.size(); i++) {
      float[] base = plane(alongI.first[i]);
      System.arraycopy(base, 0, target, i * planeSize, planeSize);
      for (int tap = 1; tap < alongI.taps; tap++) {
        float weight = alongI.weights[i * alongI.taps + tap];
        if (weight != 0) {
          addDifference(base, plane(alongI.first[i] + tap), weight, target, i * planeSize);
        }
      }
    }
    return target;
  }

  private float[] plane(int i) {
    int slot = i % planes.length;
    if (planeInSlot[slot] != i) {
      fill(planes[slot], i);
      planeInSlot[slot] = i;
    }
    return planes[slot];
  }

  private void fill(float[] plane, int i) {
    for (int j = 0; j < alongJ.size(); j++) {
      int firstRow = (i * sizeJ + alongJ.first[j]) * sizeK;
      source.copy(firstRow, sizeK, row, 0);
      if (alongJ.taps > 1) {
        filterAcrossRows(firstRow, j);
      }
      if (alongK.taps == 2) {
        interpolateRow(plane, j * alongK.size());
      } else {
        filterRow(plane, j * alongK.size());
      }
    }
  }

  private void filterAcrossRows(int firstRow, int j) {
    System.arraycopy(row, 0, first, 0, sizeK);
    for (int tap = 1; tap < alongJ.taps; tap++) {
      float weight = alongJ.weights[j * alongJ.taps + tap];
      if (weight != 0) {
        source.copy(firstRow + tap * sizeK, sizeK, other, 0);
        addDifference(first, other, weight, row);
      }
    }
  }

  private static void addDifference(float[] base, float[] other, float weight, float[] row) {
    for (int k = 0; k < row.length; k++) {
      row[k] += weight * (other[k] - base[k]);
    }
  }

  private void interpolateRow(float[] plane, int to) {
    int[] first = alongK.first;
    float[] weights = alongK.weights;
    for (int k = 0; k < first.length; k++) {
      float base = row[first[k]];
      plane[to + k] = base + weights[2 * k + 1] * (row[first[k] + 1] - base);
    }
  }

  private void filterRow(float[] plane, int to) {
    for (int k = 0; k < alongK.size(); k++) {
      int first = alongK.first[k];
      float base = row[first];
      float sum = base;
      for (int tap = 1; tap < alongK.taps; tap++) {
        sum += alongK.weights[k * alongK.taps + tap] * (row[first + tap] - base);
      }
      plane[to + k] = sum;
    }
  }

  private static void addDifference(
      float[] base, float[] other, float weight, float[] target, int to) {
    for (int n = 0; n < base.length; n++) {
      target[to + n] += weight * (other[n] - base[n]);
    }
  }
}
