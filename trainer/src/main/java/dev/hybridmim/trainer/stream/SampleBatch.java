package dev.hybridmim.trainer.stream;

import java.nio.ByteBuffer;
import java.util.List;

/**
 * Samples of one step, in the order of training.
 *
 * @param channels C
 * @param voxels little-endian float16, N, C, D, H, W; a direct buffer that the stream fills anew
 *     for the next batch
 * @param maskCodes the samples' mask codes, one after the other
 * @param samples which samples these are
 * @param after where the stream goes on behind this batch
 */
// Never compared, and too large to be copied.
@SuppressWarnings("ArrayRecordComponent")
public record SampleBatch(
    int channels, ByteBuffer voxels, byte[] maskCodes, List<Origin> samples, StreamPosition after) {
  /**
   * A sample and the volume it was cut from.
   *
   * @param volumeId content hash of the volume
   */
  public record Origin(SampleId id, String volumeId) {}

  public SampleBatch {
    samples = List.copyOf(samples);
  }

  /** Number of samples, N. */
  public int size() {
    return samples.size();
  }
}
