package dev.hybridmim.trainer.network;

import ai.djl.ndarray.NDArray;
import java.util.List;

/**
 * Features of a volume from fine to coarse. Closing it frees the features, not the volume.
 *
 * @param input the volume, (N, C, D, H, W)
 * @param levels features, coarsest last, each (N, channels, cells, cells, cells)
 */
public record Pyramid(NDArray input, List<NDArray> levels) implements AutoCloseable {
  public Pyramid {
    levels = List.copyOf(levels);
  }

  /** The last level. */
  public NDArray coarsest() {
    return levels.get(levels.size() - 1);
  }

  @Override
  public void close() {
    levels.forEach(NDArray::close);
  }
}
