package dev.hybridmim.augment.pipeline;

import dev.hybridmim.augment.plan.VolumeVisit;
import dev.hybridmim.ingest.beam.MessageCoder;
import dev.hybridmim.platform.message.DemandTicket;
import dev.hybridmim.platform.message.Volume;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import org.apache.beam.sdk.coders.AtomicCoder;
import org.apache.beam.sdk.coders.ListCoder;
import org.apache.beam.sdk.coders.VarIntCoder;

/** Ticket, ordinals, volumes. */
final class VolumeVisitCoder extends AtomicCoder<VolumeVisit> {
  private static final long serialVersionUID = 1L;
  private static final VolumeVisitCoder INSTANCE = new VolumeVisitCoder();

  private final MessageCoder<DemandTicket> tickets =
      MessageCoder.of(DemandTicket.class, DemandTicket::parseDelimitedFrom);
  private final ListCoder<Integer> ordinals = ListCoder.of(VarIntCoder.of());
  private final ListCoder<Volume> volumes =
      ListCoder.of(MessageCoder.of(Volume.class, Volume::parseDelimitedFrom));

  private VolumeVisitCoder() {}

  static VolumeVisitCoder of() {
    return INSTANCE;
  }

  @Override
  public void encode(VolumeVisit visit, OutputStream out) throws IOException {
    tickets.encode(visit.ticket(), out);
    ordinals.encode(visit.ordinals(), out);
    volumes.encode(visit.volumes(), out);
  }

  @Override
  public VolumeVisit decode(InputStream in) throws IOException {
    DemandTicket ticket = tickets.decode(in);
    List<Integer> numbers = ordinals.decode(in);
    return new VolumeVisit(ticket, numbers, volumes.decode(in));
  }
}
