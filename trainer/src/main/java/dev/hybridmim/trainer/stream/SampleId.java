package dev.hybridmim.trainer.stream;

import java.util.Comparator;

/**
 * Which sample of a run: the ticket that asked for it and its place in the answer. The natural
 * order is the order of training.
 *
 * @param ticket number of the ticket, from 0
 * @param ordinal place in the ticket's answer, from 0
 */
public record SampleId(long ticket, int ordinal) implements Comparable<SampleId> {
  /** The first sample of every run. */
  public static final SampleId FIRST = new SampleId(0, 0);

  private static final Comparator<SampleId> ORDER =
      Comparator.comparingLong(SampleId::ticket).thenComparingInt(SampleId::ordinal);

  public SampleId {
    if (ticket < 0 || ordinal < 0) {
      throw new IllegalArgumentException(
          "A sample's ticket and ordinal are not negative: " + ticket + "/" + ordinal);
    }
  }

  @Override
  public int compareTo(SampleId other) {
    return ORDER.compare(this, other);
  }

  /** {@code ticket/ordinal}. */
  @Override
  public String toString() {
    return ticket + "/" + ordinal;
  }
}
