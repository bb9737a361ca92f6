package dev.hybridmim.augment.pipeline;

import static dev.hybridmim.augment.testing.TestTickets.ticket;
import static dev.hybridmim.augment.testing.TestVolumes.prepared;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hybridmim.augment.testing.TestPipelines;
import dev.hybridmim.platform.message.DemandTicket;
import dev.hybridmim.platform.message.Reject;
import java.nio.charset.StandardCharsets;
import org.apache.beam.sdk.coders.ByteArrayCoder;
import org.apache.beam.sdk.coders.NullableCoder;
import org.apache.beam.sdk.io.kafka.KafkaRecord;
import org.apache.beam.sdk.io.kafka.KafkaRecordCoder;
import org.apache.beam.sdk.io.kafka.KafkaTimestampType;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.testing.TestPipeline;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;

class ReadPlannerInputTest {
  private static final byte[] RUBBISH = "not a message".getBytes(StandardCharsets.UTF_8);

  private final TestPipeline pipeline = TestPipelines.create();

  @Test
  void volumeEventsKeepTheirOffsetsAndWhatIsRejectedStillCounts() {
    PCollectionTuple read =
        records(
                record(4, prepared(1).toByteArray()),
                record(5, null),
                record(6, RUBBISH),
                record(7, new byte[0]))
            .apply(ReadPlannerInput.ofVolumeEvents());

    PAssert.that(read.get(ReadPlannerInput.INPUT))
        .containsInAnyOrder(
            new PlannerInput.CatalogueEvent(4, prepared(1)),
            new PlannerInput.CatalogueGap(5),
            new PlannerInput.CatalogueGap(6),
            new PlannerInput.CatalogueGap(7));
    assertRejects(read, "bad-volume-event", "volumes/6", "volumes/7");
  }

  @Test
  void ticketsThatCannotBeAnsweredAreRejected() {
    DemandTicket good = ticket(1, 2).build();
    PCollectionTuple read =
        records(
                record(0, good.toByteArray()),
                record(1, ticket(2, 2).setSamples(0).build().toByteArray()),
                record(2, RUBBISH),
                record(3, null))
            .apply(ReadPlannerInput.ofTickets());

    PAssert.that(read.get(ReadPlannerInput.INPUT))
        .containsInAnyOrder(new PlannerInput.Ticket(good));
    assertRejects(read, "bad-ticket", "demand/1", "demand/2");
  }

  private void assertRejects(PCollectionTuple read, String reason, String... references) {
    PAssert.that(read.get(ReadPlannerInput.REJECTS))
        .satisfies(
            rejects -> {
              assertThat(rejects)
                  .extracting(Reject::getReference)
                  .containsExactlyInAnyOrder(references);
              assertThat(rejects).allMatch(reject -> reject.getReason().equals(reason));
              assertThat(rejects).allMatch(reject -> reject.getFirstSeen().getSeconds() > 0);
              assertThat(rejects)
                  .noneMatch(reject -> reject.getMessage().contains("not a message"));
              return null;
            });
    pipeline.run().waitUntilFinish();
  }

  @SafeVarargs
  private PCollection<KafkaRecord<byte[], byte[]>> records(KafkaRecord<byte[], byte[]>... records) {
    NullableCoder<byte[]> bytes = NullableCoder.of(ByteArrayCoder.of());
    return pipeline.apply(
        Create.of(java.util.List.of(records)).withCoder(KafkaRecordCoder.of(bytes, bytes)));
  }

  private static KafkaRecord<byte[], byte[]> record(long offset, byte[] value) {
    return new KafkaRecord<>(
        "topic", 0, offset, 0, KafkaTimestampType.CREATE_TIME, new RecordHeaders(), RUBBISH, value);
  }
}
