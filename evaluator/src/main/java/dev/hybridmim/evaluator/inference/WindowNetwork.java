package dev.hybridmim.evaluator.inference;

/** A network that tells how probable each class is at each voxel of windows of one fixed size. */
@FunctionalInterface
public interface WindowNetwork {

  /**
   * Class probabilities, or any scores of which the largest marks the class, for a batch of
   * windows.
   *
   * @param windows (count, channels, i, j, k) in C order; only valid during the call
   * @param count windows in the batch, at least 1
   * @return (count, classes, i, j, k) in C order
   */
  float[] scores(float[] windows, int count);
}
