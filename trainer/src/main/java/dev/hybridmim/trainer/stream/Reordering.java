package dev.hybridmim.trainer.stream;

import dev.hybridmim.platform.message.DemandTicket;
import dev.hybridmim.platform.message.Sample;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Puts samples that arrive in any order, any number of times, into the order of training.
 *
 * <p>In: samples with the partition and offset they came from. Out: the samples from the front of
 * the order. Keeps samples of the ledger's window only; those behind it are read again later, see
 * {@link #takeRereads}.
 */
final class Reordering {
  /** What became of a sample that arrived. */
  enum Arrival {
    KEPT,
    DUPLICATE,
    /** Its ticket is behind the window; it has to be read again. */
    POSTPONED,
    UNASKED
  }

  private record Kept(Sample sample, int partition, long offset) {}

  /**
   * The lowest offset of a partition that has to be read again, and the lowest ticket that is
   * there.
   */
  private record Postponed(long offset, long ticket) {
    Postponed with(long otherOffset, long otherTicket) {
      return new Postponed(Math.min(offset, otherOffset), Math.min(ticket, otherTicket));
    }
  }

  private final Ledger ledger;
  private final NavigableMap<SampleId, Kept> kept = new TreeMap<>();
  private final Map<Integer, Postponed> postponed = new HashMap<>();

  Reordering(Ledger ledger) {
    this.ledger = ledger;
  }

  /** Takes in a sample. */
  Arrival add(Sample sample, int partition, long offset) {
    SampleId id = idOf(sample);
    return switch (ledger.standing(id)) {
      case PASSED -> Arrival.DUPLICATE;
      case UNASKED -> Arrival.UNASKED;
      case LATER -> {
        postponed.merge(
            partition,
            new Postponed(offset, id.ticket()),
            (before, now) -> before.with(now.offset(), now.ticket()));
        yield Arrival.POSTPONED;
      }
      case WANTED ->
          kept.putIfAbsent(id, new Kept(sample, partition, offset)) == null
              ? Arrival.KEPT
              : Arrival.DUPLICATE;
    };
  }

  /** The next {@code count} samples in order, or an empty list while one of them is missing. */
  List<Sample> peek(int count) {
    List<SampleId> ids = ledger.upcoming(count);
    if (ids.size() < count) {
      return List.of();
    }
    List<Sample> samples = new ArrayList<>(count);
    for (SampleId id : ids) {
      Kept found = kept.get(id);
      if (found == null) {
        return List.of();
      }
      samples.add(found.sample());
    }
    return samples;
  }

  /** Passes the next {@code count} samples, which {@link #peek} gave. */
  void pass(int count) {
    for (int i = 0; i < count; i++) {
      kept.remove(ledger.next());
      ledger.pass();
    }
  }

  /** Forgets a kept sample, so that another copy of it can take its place. */
  void discard(SampleId id) {
    kept.remove(id);
  }

  /** True when the sample is in the window and not kept yet. */
  boolean wants(SampleId id) {
    return ledger.standing(id) == Ledger.Standing.WANTED && !kept.containsKey(id);
  }

  /** True when every sample of a ticket of the window was handed out or is kept. */
  boolean isComplete(DemandTicket ticket) {
    long number = ticket.getTicket();
    int passed = number == ledger.next().ticket() ? ledger.next().ordinal() : 0;
    int there =
        kept.subMap(new SampleId(number, 0), true, new SampleId(number, Integer.MAX_VALUE), true)
            .size();
    return passed + there == ticket.getSamples();
  }

  /** How many samples are kept. */
  int size() {
    return kept.size();
  }

  /**
   * Partitions to be read again because the window has come to samples that were postponed, and the
   * offsets to read from. They are given once; what is behind the window still is postponed anew
   * when it is read.
   */
  Map<Integer, Long> takeRereads() {
    Map<Integer, Long> rereads = new HashMap<>();
    postponed.forEach(
        (partition, mark) -> {
          if (ledger.inWindow(mark.ticket())) {
            rereads.put(partition, mark.offset());
          }
        });
    postponed.keySet().removeAll(rereads.keySet());
    return rereads;
  }

  /**
   * For each partition the lowest offset at or behind which all samples lie that were read but not
   * handed out.
   *
   * @param read the offsets up to which the partitions were read
   */
  SortedMap<Integer, Long> positions(Map<Integer, Long> read) {
    SortedMap<Integer, Long> positions = new TreeMap<>(read);
    kept.values()
        .forEach(sample -> positions.merge(sample.partition(), sample.offset(), Math::min));
    postponed.forEach((partition, mark) -> positions.merge(partition, mark.offset(), Math::min));
    return positions;
  }

  static SampleId idOf(Sample sample) {
    return new SampleId(sample.getTicket(), sample.getOrdinal());
  }
}
