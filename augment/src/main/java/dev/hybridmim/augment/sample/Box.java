package dev.hybridmim.augment.sample;

/** Copies boxes between arrays in C order. */
final class Box {
  private Box() {}

  static int voxels(int[] size) {
    return Math.multiplyExact(Math.multiplyExact(size[0], size[1]), size[2]);
  }

  /**
   * Copies a box row by row.
   *
   * @param from channels x fromShape, read from {@code fromOrigin} on
   * @param into channels x intoShape, written from {@code intoOrigin} on
   */
  static void copy(
      float[] from,
      int[] fromShape,
      int[] fromOrigin,
      float[] into,
      int[] intoShape,
      int[] intoOrigin,
      int[] size,
      int channels) {
    for (int channel = 0; channel < channels; channel++) {
      for (int i = 0; i < size[0]; i++) {
        for (int j = 0; j < size[1]; j++) {
          System.arraycopy(
              from,
              index(fromShape, channel, fromOrigin[0] + i, fromOrigin[1] + j, fromOrigin[2]),
              into,
              index(intoShape, channel, intoOrigin[0] + i, intoOrigin[1] + j, intoOrigin[2]),
              size[2]);
        }
      }
    }
  }

  private static int index(int[] shape, int channel, int i, int j, int k) {
    return ((channel * shape[0] + i) * shape[1] + j) * shape[2] + k;
  }
}
