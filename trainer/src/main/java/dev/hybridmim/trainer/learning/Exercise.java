package dev.hybridmim.trainer.learning;

import ai.djl.ndarray.NDArray;

/**
 * What a step shows the network, and what is asked of it.
 *
 * @param input (M, C, D, H, W); M is the batch's size, or twice that where both views of a sample
 *     are shown, first all first ones
 * @param wanted what is to be rebuilt, in the input's shape
 * @param counted 1 where an error counts, (M, 1, D, H, W)
 * @param turns quarter turns of every sample of the input; empty where nothing is turned
 */
record Exercise(NDArray input, NDArray wanted, NDArray counted, long[] turns) {
  boolean hasBothViews() {
    return turns.length > 0;
  }
}
