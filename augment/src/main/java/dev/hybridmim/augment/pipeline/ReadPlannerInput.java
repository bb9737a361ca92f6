package dev.hybridmim.augment.pipeline;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.hybridmim.augment.plan.InvalidTicketException;
import dev.hybridmim.augment.plan.InvalidVolumeEventException;
import dev.hybridmim.augment.plan.Tickets;
import dev.hybridmim.augment.plan.VolumeEvents;
import dev.hybridmim.ingest.beam.MessageCoder;
import dev.hybridmim.platform.message.DemandTicket;
import dev.hybridmim.platform.message.Reject;
import dev.hybridmim.platform.message.VolumeEvent;
import org.apache.beam.sdk.io.kafka.KafkaRecord;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.apache.beam.sdk.values.TupleTag;
import org.apache.beam.sdk.values.TupleTagList;

/**
 * Reads the records of {@code volumes} or of {@code demand} as input for planning.
 *
 * <p>In: Kafka records with their offsets. Out: {@link #INPUT}, in the order of the records, and
 * {@link #REJECTS} for records that can't be read or must not be used. A record of {@code volumes}
 * that is rejected still moves the catalogue's position on: a ticket that names a later one must
 * not wait for it.
 */
public final class ReadPlannerInput
    extends PTransform<PCollection<KafkaRecord<byte[], byte[]>>, PCollectionTuple> {
  /** What planning takes. */
  public static final TupleTag<PlannerInput> INPUT = new TupleTag<>("input");

  /** Dead letters. */
  public static final TupleTag<Reject> REJECTS = new TupleTag<>("rejects");

  private static final long serialVersionUID = 1L;

  private final DoFn<KafkaRecord<byte[], byte[]>, PlannerInput> reader;

  private ReadPlannerInput(DoFn<KafkaRecord<byte[], byte[]>, PlannerInput> reader) {
    this.reader = reader;
  }

  /** Reads records of topic {@code volumes}. */
  public static ReadPlannerInput ofVolumeEvents() {
    return new ReadPlannerInput(new VolumeEventFn());
  }

  /** Reads records of topic {@code demand}. */
  public static ReadPlannerInput ofTickets() {
    return new ReadPlannerInput(new TicketFn());
  }

  @Override
  public PCollectionTuple expand(PCollection<KafkaRecord<byte[], byte[]>> records) {
    PCollectionTuple read =
        records.apply("Read", ParDo.of(reader).withOutputTags(INPUT, TupleTagList.of(REJECTS)));
    read.get(INPUT).setCoder(PlannerInput.InputCoder.of());
    read.get(REJECTS).setCoder(MessageCoder.of(Reject.class, Reject::parseDelimitedFrom));
    return read;
  }

  private static final class VolumeEventFn extends DoFn<KafkaRecord<byte[], byte[]>, PlannerInput> {
    private static final long serialVersionUID = 1L;

    @ProcessElement
    public void process(@Element KafkaRecord<byte[], byte[]> record, MultiOutputReceiver outputs) {
      byte[] value = record.getKV().getValue();
      long offset = record.getOffset();
      if (value == null) {
        outputs.get(INPUT).output(new PlannerInput.CatalogueGap(offset));
        return;
      }
      try {
        VolumeEvent event = VolumeEvents.check(VolumeEvent.parseFrom(value));
        outputs.get(INPUT).output(new PlannerInput.CatalogueEvent(offset, event));
      } catch (InvalidProtocolBufferException | InvalidVolumeEventException e) {
        outputs.get(INPUT).output(new PlannerInput.CatalogueGap(offset));
        outputs.get(REJECTS).output(refusal("volumes", record, Rejects.BAD_VOLUME_EVENT, e));
      }
    }
  }

  private static final class TicketFn extends DoFn<KafkaRecord<byte[], byte[]>, PlannerInput> {
    private static final long serialVersionUID = 1L;

    @ProcessElement
    public void process(@Element KafkaRecord<byte[], byte[]> record, MultiOutputReceiver outputs) {
      byte[] value = record.getKV().getValue();
      if (value == null) {
        return;
      }
      try {
        DemandTicket ticket = Tickets.check(DemandTicket.parseFrom(value));
        outputs.get(INPUT).output(new PlannerInput.Ticket(ticket));
      } catch (InvalidProtocolBufferException | InvalidTicketException e) {
        outputs.get(REJECTS).output(refusal("demand", record, Rejects.BAD_TICKET, e));
      }
    }
  }

  private static Reject refusal(
      String topic, KafkaRecord<byte[], byte[]> record, String reason, Exception why) {
    String message =
        why instanceof InvalidProtocolBufferException
            ? "The record's "
                + record.getKV().getValue().length
                + " bytes are not the message that belongs into this topic"
            : why.getMessage();
    return Rejects.lasting(topic + "/" + record.getOffset(), reason, message);
  }
}
