package dev.hybridmim.evaluator.finetune;

/** Room for one batch of crops, reused from step to step. */
final class CropBatch {
  private final int size;
  private final int edge;
  private final float[] voxels;
  private final byte[] labels;

  /**
   * @param size crops
   * @param edge voxels along each edge of a crop
   */
  CropBatch(int size, int edge) {
    this.size = size;
    this.edge = edge;
    this.voxels = new float[size * edge * edge * edge];
    this.labels = new byte[voxels.length];
  }

  int size() {
    return size;
  }

  int edge() {
    return edge;
  }

  /** Intensities (size, 1, edge, edge, edge) in C order. */
  float[] voxels() {
    return voxels;
  }

  /** Classes (size, edge, edge, edge) in C order. */
  byte[] labels() {
    return labels;
  }
}
