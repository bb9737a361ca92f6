package dev.hybridmim.trainer.stream;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Where a run's stream of samples stands between two batches; a stream that starts from it goes on
 * with exactly the sample that would have been next.
 *
 * @param next the first sample that has not been handed out
 * @param sampleOffsets for each partition of {@code samples} the offset to read from; no sample
 *     from {@link #next} on that had arrived lies below it
 * @param demandOffset the offset of {@code demand} to read from; no ticket from {@code
 *     next.ticket()} on lies below it
 */
public record StreamPosition(
    SampleId next, SortedMap<Integer, Long> sampleOffsets, long demandOffset) {
  /** A run that has read nothing yet and may find its records anywhere. */
  public static final StreamPosition BEGINNING =
      new StreamPosition(SampleId.FIRST, new TreeMap<>(), 0);

  /** Copies the offsets. */
  public StreamPosition {
    sampleOffsets =
        Collections.unmodifiableSortedMap(new TreeMap<>((Map<Integer, Long>) sampleOffsets));
    if (demandOffset < 0 || sampleOffsets.values().stream().anyMatch(offset -> offset < 0)) {
      throw new IllegalArgumentException(
          "Offsets are not negative: " + sampleOffsets + ", " + demandOffset);
    }
  }
}
