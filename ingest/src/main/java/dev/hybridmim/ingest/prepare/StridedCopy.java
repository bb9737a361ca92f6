package dev.hybridmim.ingest.prepare;

import dev.hybridmim.ingest.image.VoxelArray;

/**
 * Copies an array into C order while reading it in another order of axes and directions: voxel (a,
 * b, c) of the copy is {@code from[start + a * strides[0] + b * strides[1] + c * strides[2]]}.
 * Exactly one stride is 1 or -1.
 */
final class StridedCopy implements VoxelArray.Rearrangement {
  // Thirty-two 16-bit codes are a cache line, sixteen floats are one.
  private static final int TILE = 32;

  private final int[] size;
  private final int start;
  private final int[] strides;

  StridedCopy(int[] size, int start, int[] strides) {
    this.size = size.clone();
    this.start = start;
    this.strides = strides.clone();
  }

  boolean isIdentity() {
    return start == 0
        && strides[0] == size[1] * size[2]
        && strides[1] == size[2]
        && strides[2] == 1;
  }

  @Override
  public float[] copy(float[] from) {
    float[] to = new float[from.length];
    if (Math.abs(strides[2]) == 1) {
      copyRows(from, to);
    } else if (Math.abs(strides[1]) == 1) {
      for (int a = 0; a < size[0]; a++) {
        turn(from, start + a * strides[0], strides[1], to, a * size[1] * size[2], size[2], size[1]);
      }
    } else {
      for (int b = 0; b < size[1]; b++) {
        turn(from, start + b * strides[1], strides[0], to, b * size[2], size[1] * size[2], size[0]);
      }
    }
    return to;
  }

  @Override
  public short[] copy(short[] from) {
    short[] to = new short[from.length];
    if (Math.abs(strides[2]) == 1) {
      copyRows(from, to);
    } else if (Math.abs(strides[1]) == 1) {
      for (int a = 0; a < size[0]; a++) {
        turn(from, start + a * strides[0], strides[1], to, a * size[1] * size[2], size[2], size[1]);
      }
    } else {
      for (int b = 0; b < size[1]; b++) {
        turn(from, start + b * strides[1], strides[0], to, b * size[2], size[1] * size[2], size[0]);
      }
    }
    return to;
  }

  byte[] copy(byte[] from) {
    byte[] to = new byte[from.length];
    int target = 0;
    for (int a = 0; a < size[0]; a++) {
      for (int b = 0; b < size[1]; b++) {
        int origin = start + a * strides[0] + b * strides[1];
        for (int c = 0; c < size[2]; c++) {
          to[target++] = from[origin];
          origin += strides[2];
        }
      }
    }
    return to;
  }

  private void copyRows(float[] from, float[] to) {
    int target = 0;
    for (int a = 0; a < size[0]; a++) {
      for (int b = 0; b < size[1]; b++) {
        int origin = start + a * strides[0] + b * strides[1];
        if (strides[2] == 1) {
          System.arraycopy(from, origin, to, target, size[2]);
        } else {
          for (int c = 0; c < size[2]; c++) {
            to[target + c] = from[origin - c];
          }
        }
        target += size[2];
      }
    }
  }

  private void copyRows(short[] from, short[] to) {
    int target = 0;
    for (int a = 0; a < size[0]; a++) {
      for (int b = 0; b < size[1]; b++) {
        int origin = start + a * strides[0] + b * strides[1];
        if (strides[2] == 1) {
          System.arraycopy(from, origin, to, target, size[2]);
        } else {
          for (int c = 0; c < size[2]; c++) {
            to[target + c] = from[origin - c];
          }
        }
        target += size[2];
      }
    }
  }

  /**
   * A plane whose contiguous axis changes: tile by tile, so that a cache line is used whole on both
   * sides.
   */
  private void turn(
      float[] from,
      int origin,
      int outerStride,
      float[] to,
      int target,
      int targetStride,
      int outerSize) {
    for (int firstOuter = 0; firstOuter < outerSize; firstOuter += TILE) {
      int endOuter = Math.min(firstOuter + TILE, outerSize);
      for (int firstC = 0; firstC < size[2]; firstC += TILE) {
        int endC = Math.min(firstC + TILE, size[2]);
        for (int outer = firstOuter; outer < endOuter; outer++) {
          int read = origin + outer * outerStride + firstC * strides[2];
          int write = target + outer * targetStride;
          for (int c = firstC; c < endC; c++) {
            to[write + c] = from[read];
            read += strides[2];
          }
        }
      }
    }
  }

  private void turn(
      short[] from,
      int origin,
      int outerStride,
      short[] to,
      int target,
      int targetStride,
      int outerSize) {
    for (int firstOuter = 0; firstOuter < outerSize; firstOuter += TILE) {
      int endOuter = Math.min(firstOuter + TILE, outerSize);
      for (int firstC = 0; firstC < size[2]; firstC += TILE) {
        int endC = Math.min(firstC + TILE, size[2]);
        for (int outer = firstOuter; outer < endOuter; outer++) {
          int read = origin + outer * outerStride + firstC * strides[2];
          int write = target + outer * targetStride;
          for (int c = firstC; c < endC; c++) {
            to[write + c] = from[read];
            read += strides[2];
          }
        }
      }
    }
  }
}
