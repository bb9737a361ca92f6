package dev.hybridmim.evaluator.finetune;

/** Room for one batch of crops, reused from step to step. */
final class CropBatch {
  private final int size;
  private final int channels;
  private final int edge;
  private final float[] voxels;
  private final byte[] labels;

  /**
   * @param size crops
   * @param channels images of each case
   * @param edge voxels along each edge of a crop
   */
  CropBatch(int size, int channels, int edge) {
    this.size = size;
    this.channels = channels;
    this.edge = edge;
    this.labels = new byte[size * edge * edge * edge];
    this.voxels = new float[Math.multiplyExact(channels, labels.length)];
  }

  int size() {
    return size;
  }

  int channels() {
    return channels;
  }

  int edge() {
    return edge;
  }

  /** Intensities (size, channels, edge, edge, edge) in C order. */
  float[] voxels() {
    return voxels;
  }

  /** Codes of classes (size, edge, edge, edge) in C order. */
  byte[] labels() {
    return labels;
  }
}
