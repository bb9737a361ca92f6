package dev.hybridmim.trainer.loss;

import ai.djl.ndarray.NDArray;

/**
 * What the network says about a batch. An answer whose term is switched off is null.
 *
 * @param logits of the box's intensities, (N, C, d, h, w)
 * @param number logits (N, R, P + 1)
 * @param position logits (N, R, P)
 * @param contrast the samples' vectors, (N, E)
 * @param otherView the same samples' vectors in another view; under other dropout, gradients reach
 *     the head but not the encoder
 * @param rotation logits (N, 4)
 */
public record Answers(
    NDArray logits,
    NDArray number,
    NDArray position,
    NDArray contrast,
    NDArray otherView,
    NDArray rotation) {}
