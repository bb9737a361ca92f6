package dev.hybridmim.evaluator.inference;

/** A network that tells the classes of the voxels of windows of one fixed size. */
@FunctionalInterface
public interface WindowNetwork {

  /**
   * Logits for a batch of windows.
   *
   * @param windows (count, channels, i, j, k) in C order; only valid during the call
   * @param count windows in the batch, at least 1
   * @return (count, classes, i, j, k) in C order
   */
  float[] logits(float[] windows, int count);
}
