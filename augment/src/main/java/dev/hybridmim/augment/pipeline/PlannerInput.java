package dev.hybridmim.augment.pipeline;

import dev.hybridmim.ingest.beam.MessageCoder;
import dev.hybridmim.platform.message.DemandTicket;
import dev.hybridmim.platform.message.VolumeEvent;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.apache.beam.sdk.coders.AtomicCoder;
import org.apache.beam.sdk.coders.DefaultCoder;
import org.apache.beam.sdk.coders.VarIntCoder;
import org.apache.beam.sdk.coders.VarLongCoder;

/** What planning is fed with: the catalogue's events, each with its offset, and tickets. */
@DefaultCoder(PlannerInput.InputCoder.class)
public sealed interface PlannerInput {
  /** An event of topic {@code volumes}. */
  record CatalogueEvent(long offset, VolumeEvent event) implements PlannerInput {}

  /** A record of topic {@code volumes} that says nothing: a deletion, or one that was rejected. */
  record CatalogueGap(long offset) implements PlannerInput {}

  /** A ticket that may be answered. */
  record Ticket(DemandTicket ticket) implements PlannerInput {}

  /** A kind's number, then its parts. */
  final class InputCoder extends AtomicCoder<PlannerInput> {
    private static final long serialVersionUID = 1L;
    private static final int EVENT = 0;
    private static final int GAP = 1;
    private static final int TICKET = 2;

    private static final InputCoder INSTANCE = new InputCoder();

    private final VarIntCoder kinds = VarIntCoder.of();
    private final VarLongCoder offsets = VarLongCoder.of();
    private final MessageCoder<VolumeEvent> events =
        MessageCoder.of(VolumeEvent.class, VolumeEvent::parseDelimitedFrom);
    private final MessageCoder<DemandTicket> tickets =
        MessageCoder.of(DemandTicket.class, DemandTicket::parseDelimitedFrom);

    private InputCoder() {}

    public static InputCoder of() {
      return INSTANCE;
    }

    @Override
    public void encode(PlannerInput input, OutputStream out) throws IOException {
      if (input instanceof CatalogueEvent event) {
        kinds.encode(EVENT, out);
        offsets.encode(event.offset(), out);
        events.encode(event.event(), out);
      } else if (input instanceof CatalogueGap gap) {
        kinds.encode(GAP, out);
        offsets.encode(gap.offset(), out);
      } else if (input instanceof Ticket ticket) {
        kinds.encode(TICKET, out);
        tickets.encode(ticket.ticket(), out);
      }
    }

    @Override
    public PlannerInput decode(InputStream in) throws IOException {
      int kind = kinds.decode(in);
      return switch (kind) {
        case EVENT -> new CatalogueEvent(offsets.decode(in), events.decode(in));
        case GAP -> new CatalogueGap(offsets.decode(in));
        case TICKET -> new Ticket(tickets.decode(in));
        default -> throw new IOException("There is no planner input of kind " + kind);
      };
    }
  }
}
