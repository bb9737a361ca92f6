package dev.hybridmim.trainer.stream;

import java.time.Duration;
import java.util.Optional;

/**
 * The samples of a run, in the order of training, from a {@link StreamPosition} on. Not
 * thread-safe.
 */
public interface SampleStream extends AutoCloseable {
  /**
   * Waits for the next samples.
   *
   * @param size how many
   * @param deadline how long to wait
   * @return exactly {@code size} samples, or nothing when they were not all there in time; then
   *     nothing was consumed
   * @throws SampleStreamException when waiting longer would not help
   * @throws InterruptedException when the thread was interrupted; the stream can then only be
   *     closed
   */
  Optional<SampleBatch> nextBatch(int size, Duration deadline) throws InterruptedException;

  /** What was seen so far. */
  StreamCounts counts();

  @Override
  void close();
}
