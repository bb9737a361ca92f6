package dev.hybridmim.augment.pipeline;

import dev.hybridmim.augment.plan.VolumeVisit;
import dev.hybridmim.ingest.beam.MessageCoder;
import dev.hybridmim.platform.message.DemandTicket;
import dev.hybridmim.platform.message.Volume;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import org.apache.beam.sdk.coders.AtomicCoder;
import org.apache.beam.sdk.coders.ListCoder;
import org.apache.beam.sdk.coders.VarIntCoder;

/** Ticket, ordinals, candidates. */
final class VolumeVisitCoder extends AtomicCoder<VolumeVisit> {
  private static final long serialVersionUID = 1L;
  private static final VolumeVisitCoder INSTANCE = new VolumeVisitCoder();

  private final MessageCoder<DemandTicket> tickets =
      MessageCoder.of(DemandTicket.class, DemandTicket::parseDelimitedFrom);
  private final ListCoder<Integer> ordinals = ListCoder.of(VarIntCoder.of());
  private final MessageCoder<Volume> volumes =
      MessageCoder.of(Volume.class, Volume::parseDelimitedFrom);
  private final VarIntCoder numbers = VarIntCoder.of();

  private VolumeVisitCoder() {}

  static VolumeVisitCoder of() {
    return INSTANCE;
  }

  @Override
  public void encode(VolumeVisit visit, OutputStream out) throws IOException {
    tickets.encode(visit.ticket(), out);
    ordinals.encode(visit.ordinals(), out);
    numbers.encode(visit.candidates().size(), out);
    for (VolumeVisit.Candidate candidate : visit.candidates()) {
      numbers.encode(candidate.attempt(), out);
      volumes.encode(candidate.volume(), out);
    }
  }

  @Override
  public VolumeVisit decode(InputStream in) throws IOException {
    DemandTicket ticket = tickets.decode(in);
    List<Integer> samples = ordinals.decode(in);
    int count = numbers.decode(in);
    List<VolumeVisit.Candidate> candidates = new ArrayList<>();
    for (int number = 0; number < count; number++) {
      int attempt = numbers.decode(in);
      candidates.add(new VolumeVisit.Candidate(attempt, volumes.decode(in)));
    }
    return new VolumeVisit(ticket, samples, candidates);
  }
}
