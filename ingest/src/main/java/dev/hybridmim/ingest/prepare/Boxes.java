package dev.hybridmim.ingest.prepare;

/** Moves boxes of labels between C-order arrays. */
final class Boxes {
  private Boxes() {}

  /**
   * A box of an array; where it reaches beyond the array it is 0.
   *
   * @param shape of the array
   */
  static byte[] cut(byte[] labels, int[] shape, VoxelRange box) {
    if (isWhole(shape, box)) {
      return labels;
    }
    byte[] part = new byte[Math.toIntExact(box.voxels())];
    move(labels, shape, part, box);
    return part;
  }

  private static boolean isWhole(int[] shape, VoxelRange box) {
    return box.equals(new VoxelRange(0, 0, 0, shape[0], shape[1], shape[2]));
  }

  private static void move(byte[] from, int[] shape, byte[] to, VoxelRange box) {
    int firstI = Math.max(0, box.originI());
    int firstJ = Math.max(0, box.originJ());
    int firstK = Math.max(0, box.originK());
    int endI = Math.min(shape[0], box.originI() + box.sizeI());
    int endJ = Math.min(shape[1], box.originJ() + box.sizeJ());
    int endK = Math.min(shape[2], box.originK() + box.sizeK());
    if (endK <= firstK) {
      return;
    }
    for (int i = firstI; i < endI; i++) {
      for (int j = firstJ; j < endJ; j++) {
        int source = (i * shape[1] + j) * shape[2] + firstK;
        int target =
            ((i - box.originI()) * box.sizeJ() + j - box.originJ()) * box.sizeK()
                + firstK
                - box.originK();
        System.arraycopy(from, source, to, target, endK - firstK);
      }
    }
  }
}
