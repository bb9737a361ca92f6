package dev.hybridmim.trainer.network;

import ai.djl.ndarray.NDArray;
import dev.hybridmim.trainer.operator.Blocks;
import dev.hybridmim.trainer.operator.Dropout;

/** Encoder and decoder of volumes. */
public interface Backbone {
  /**
   * Features of a volume.
   *
   * @param x (N, C, D, H, W); the caller keeps it
   * @param dropout what is dropped; {@code Dropout.none()} for inference
   * @throws IllegalArgumentException when an edge is no multiple of {@link #coarsestStride()},
   *     saying which
   */
  Pyramid features(NDArray x, Dropout dropout);

  /**
   * Rebuilds a box.
   *
   * @param pyramid from {@link #features}; the caller keeps it
   * @param box on the coarsest grid
   * @return logits (N, output channels, box voxels...)
   */
  NDArray decode(Pyramid pyramid, CellBox box, Dropout dropout);

  /** What features and decoder are made of; with it a pass is recorded for the backward pass. */
  Blocks blocks();

  /** Voxels of one cell of the coarsest features along every axis. */
  int coarsestStride();

  /** Channels of the coarsest features. */
  int coarsestChannels();
}
