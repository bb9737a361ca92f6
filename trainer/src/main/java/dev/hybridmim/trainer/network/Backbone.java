package dev.hybridmim.trainer.network;

import ai.djl.ndarray.NDArray;

/** Encoder and decoder of volumes. */
public interface Backbone {
  /**
   * Features of a volume.
   *
   * @param x (N, C, D, H, W); the caller keeps it
   * @throws IllegalArgumentException when an edge is no multiple of {@link #coarsestStride()},
   *     saying which
   */
  Pyramid features(NDArray x, Phase phase);

  /**
   * Rebuilds a box.
   *
   * @param pyramid from {@link #features}; the caller keeps it
   * @param box on the coarsest grid
   * @return logits (N, output channels, box voxels...)
   */
  NDArray decode(Pyramid pyramid, CellBox box, Phase phase);

  /** Voxels of one cell of the coarsest features along every axis. */
  int coarsestStride();

  /** Channels of the coarsest features. */
  int coarsestChannels();
}
