package dev.hybridmim.trainer.stream;

import com.google.protobuf.Timestamp;
import dev.hybridmim.platform.connection.KafkaAddress;
import dev.hybridmim.platform.message.Reject;
import dev.hybridmim.platform.topic.Records;
import dev.hybridmim.platform.topic.Topic;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Publishes what the trainer refuses to topic {@code rejects}. */
final class RejectLog implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(RejectLog.class);
  private static final String STAGE = "trainer";
  private static final Duration CLOSE = Duration.ofSeconds(10);

  private final Producer<byte[], byte[]> producer;
  private final Clock clock;

  RejectLog(KafkaAddress kafka, Clock clock) {
    this.producer =
        new KafkaProducer<>(
            kafka.producerProperties(), new ByteArraySerializer(), new ByteArraySerializer());
    this.clock = clock;
  }

  /** Publishes a reject; it is on its way when this returns. */
  void report(String reference, SampleCheck.Fault fault) {
    Instant now = clock.instant();
    Timestamp seen =
        Timestamp.newBuilder().setSeconds(now.getEpochSecond()).setNanos(now.getNano()).build();
    Reject reject =
        Reject.newBuilder()
            .setStage(STAGE)
            .setReference(reference)
            .setReason(fault.reason())
            .setMessage(fault.message())
            .setFirstSeen(seen)
            .setLastSeen(seen)
            .setRetryable(true)
            .build();
    LOG.warn("Refused {}: {}", reference, fault.message());
    var unused =
        producer.send(
            Records.of(Topic.REJECTS, STAGE, STAGE + "/" + reference, reject),
            (metadata, failure) -> {
              if (failure != null) {
                // The sample is refused either way; only the report of it is lost, and said here.
                LOG.error("The refusal of {} could not be published", reference, failure);
              }
            });
  }

  @Override
  public void close() {
    producer.close(CLOSE);
  }
}
