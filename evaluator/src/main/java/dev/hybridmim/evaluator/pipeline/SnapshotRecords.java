package dev.hybridmim.evaluator.pipeline;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.hybridmim.platform.message.Reject;
import dev.hybridmim.platform.message.SnapshotEvent;
import java.time.Instant;
import org.apache.beam.sdk.io.kafka.KafkaRecord;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.TupleTag;

/**
 * Reads records of topic {@code snapshots} as events; a record that is none goes to the rejects.
 */
final class SnapshotRecords extends DoFn<KafkaRecord<byte[], byte[]>, SnapshotEvent> {
  private static final long serialVersionUID = 1L;

  static final TupleTag<SnapshotEvent> EVENTS =
      new TupleTag<>("events") {
        private static final long serialVersionUID = 1L;
      };

  static final TupleTag<KV<String, Reject>> REJECTS =
      new TupleTag<>("malformed") {
        private static final long serialVersionUID = 1L;
      };

  @ProcessElement
  public void process(@Element KafkaRecord<byte[], byte[]> record, MultiOutputReceiver results) {
    try {
      results.get(EVENTS).output(parse(record.getKV().getValue()));
    } catch (InvalidProtocolBufferException exception) {
      Reject reject =
          Rejects.of(
              record.getTopic() + "/" + record.getPartition() + "/" + record.getOffset(),
              "malformed-event",
              "The record is not a SnapshotEvent; correct the sender.",
              false,
              Instant.now());
      results.get(REJECTS).output(KV.of(Rejects.key(reject), reject));
    }
  }

  private static SnapshotEvent parse(byte[] value) throws InvalidProtocolBufferException {
    SnapshotEvent event = SnapshotEvent.parseFrom(value == null ? new byte[0] : value);
    if (event.getRunId().isEmpty() || !event.getObjectPrefix().endsWith("/")) {
      throw new InvalidProtocolBufferException("The event names no run or no prefix.");
    }
    return event;
  }
}
