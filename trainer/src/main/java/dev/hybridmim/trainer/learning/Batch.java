package dev.hybridmim.trainer.learning;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Samples of one step.
 *
 * @param size samples, N
 * @param voxels little-endian float16, N, C, D, H, W, in [0, 1], unmasked; a direct buffer is read
 *     without a copy and must not change during the step
 * @param maskCodes one code a region as the platform's {@code RegionGrid} lays it out, sample after
 *     sample
 * @param channels C
 */
public record Batch(int size, ByteBuffer voxels, byte[] maskCodes, int channels) {
  public Batch {
    if (size < 1 || channels < 1) {
      throw new IllegalArgumentException(
          "A batch of " + size + " samples with " + channels + " channels is empty");
    }
    voxels = voxels.slice().order(ByteOrder.LITTLE_ENDIAN);
  }
}
