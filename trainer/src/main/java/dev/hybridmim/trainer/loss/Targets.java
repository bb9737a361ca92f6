package dev.hybridmim.trainer.loss;

import ai.djl.ndarray.NDArray;

/**
 * What a batch's answers are compared with.
 *
 * @param voxels the unmasked box, (N, C, d, h, w)
 * @param mask 1 where a voxel of the box counts, (N, 1, d, h, w): where it was hidden, or
 *     everywhere
 * @param numbers masked patches of every region, int64 (N, R)
 * @param positions 1 for a masked patch, (N, R, P)
 * @param rotations quarter turns, int64 (N); null where nothing was turned
 */
public record Targets(
    NDArray voxels, NDArray mask, NDArray numbers, NDArray positions, NDArray rotations) {}
