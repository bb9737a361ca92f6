package dev.hybridmim.trainer.stream;

import dev.hybridmim.platform.message.DemandTicket;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * Which sample is next, and which tickets were issued from there on.
 *
 * <p>The window are the tickets from the next sample's on: {@code ticketsInFlight} of them, or as
 * many as a batch spans if that is more. A ticket leaves the ledger when its last sample was
 * passed.
 */
final class Ledger {
  /** Where a sample stands. */
  enum Standing {
    /** It was handed out. */
    PASSED,
    /** Its ticket is in the window. */
    WANTED,
    /** Its ticket was issued but is behind the window. */
    LATER,
    /** No issued ticket asks for it. */
    UNASKED
  }

  /** A ticket that was issued, and the offset of its first record in {@code demand}. */
  record Issued(DemandTicket ticket, long demandOffset) {}

  private final int ticketsInFlight;
  private final int batchSize;
  private final NavigableMap<Long, Issued> issued = new TreeMap<>();
  private SampleId next;

  Ledger(SampleId next, int ticketsInFlight, int batchSize) {
    this.next = next;
    this.ticketsInFlight = ticketsInFlight;
    this.batchSize = batchSize;
  }

  /** The first sample that was not handed out. */
  SampleId next() {
    return next;
  }

  /** The number a new ticket would get. */
  long nextTicket() {
    return issued.isEmpty() ? next.ticket() : issued.lastKey() + 1;
  }

  /** True when the window has room for a ticket that was not issued yet. */
  boolean wantsTicket() {
    return nextTicket() < windowEnd();
  }

  /**
   * Takes in a ticket that was issued.
   *
   * @throws IllegalArgumentException when it is not the next one, or when it leaves out samples
   *     that were handed out already
   */
  void issue(DemandTicket ticket, long demandOffset) {
    if (ticket.getTicket() != nextTicket()) {
      throw new IllegalArgumentException(
          "Ticket " + ticket.getTicket() + " was issued, but " + nextTicket() + " is next.");
    }
    if (ticket.getSamples() < 1
        || (ticket.getTicket() == next.ticket() && next.ordinal() >= ticket.getSamples())) {
      throw new IllegalArgumentException(
          "Ticket "
              + ticket.getTicket()
              + " asks for "
              + ticket.getSamples()
              + " samples, but sample "
              + next
              + " is next.");
    }
    issued.put(ticket.getTicket(), new Issued(ticket, demandOffset));
  }

  Standing standing(SampleId id) {
    if (id.compareTo(next) < 0) {
      return Standing.PASSED;
    }
    Issued asked = issued.get(id.ticket());
    if (asked == null || id.ordinal() >= asked.ticket().getSamples()) {
      return Standing.UNASKED;
    }
    return inWindow(id.ticket()) ? Standing.WANTED : Standing.LATER;
  }

  boolean inWindow(long ticket) {
    return ticket < windowEnd();
  }

  /** The issued tickets of the window, in order. */
  Collection<Issued> window() {
    return issued.headMap(windowEnd(), false).values();
  }

  /** The next {@code count} samples as far as they were asked for. */
  List<SampleId> upcoming(int count) {
    List<SampleId> ids = new ArrayList<>(count);
    SampleId id = next;
    while (ids.size() < count && standing(id) == Standing.WANTED) {
      ids.add(id);
      id = after(id);
    }
    return ids;
  }

  /** Passes the next sample. */
  void pass() {
    long ticket = next.ticket();
    next = after(next);
    if (next.ticket() != ticket) {
      issued.remove(ticket);
    }
  }

  /** The offset of {@code demand} behind which all tickets from the next sample's on lie. */
  long demandOffset(long endOffset) {
    return issued.isEmpty() ? endOffset : issued.firstEntry().getValue().demandOffset();
  }

  private SampleId after(SampleId id) {
    int samples = issued.get(id.ticket()).ticket().getSamples();
    return id.ordinal() + 1 < samples
        ? new SampleId(id.ticket(), id.ordinal() + 1)
        : new SampleId(id.ticket() + 1, 0);
  }

  private long windowEnd() {
    return Math.max(next.ticket() + ticketsInFlight, batchEnd());
  }

  /** The ticket behind the last one that the next batch takes from. */
  private long batchEnd() {
    long samples = -next.ordinal();
    for (Issued asked : issued.values()) {
      samples += asked.ticket().getSamples();
      if (samples >= batchSize) {
        return asked.ticket().getTicket() + 1;
      }
    }
    return nextTicket() + 1;
  }
}
