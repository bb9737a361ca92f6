package dev.hybridmim.trainer.stream;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.hybridmim.platform.connection.KafkaAddress;
import dev.hybridmim.platform.message.DemandTicket;
import dev.hybridmim.platform.topic.Records;
import dev.hybridmim.platform.topic.Topic;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A run's tickets in topic {@code demand}: reads those that were issued and publishes new ones.
 * Opening it shuts out every other process that has the same run's log open, so that one alone
 * issues tickets.
 */
final class DemandLog implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(DemandLog.class);
  private static final Duration TRANSACTION = Duration.ofSeconds(20);
  private static final Duration CLOSE = Duration.ofSeconds(10);

  private final KafkaAddress kafka;
  private final String runId;
  private final Producer<byte[], byte[]> producer;

  DemandLog(KafkaAddress kafka, String runId) {
    this.kafka = kafka;
    this.runId = runId;
    Map<String, Object> properties = kafka.producerProperties();
    properties.put("transactional.id", "hybridmim-trainer-" + runId);
    properties.put("transaction.timeout.ms", (int) TRANSACTION.toMillis());
    producer =
        new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer());
    try {
      producer.initTransactions();
    } catch (RuntimeException e) {
      producer.close(Duration.ZERO);
      throw e;
    }
  }

  /** What a log holds: issued tickets by number, and the offset behind the topic's last record. */
  record Contents(NavigableMap<Long, Ledger.Issued> tickets, long endOffset) {}

  /**
   * The first ticket of each number from {@code fromTicket} on, among the records from an offset
   * on.
   */
  Contents read(long fromTicket, long fromOffset) throws InterruptedException {
    NavigableMap<Long, Ledger.Issued> tickets = new TreeMap<>();
    byte[] key = runId.getBytes(StandardCharsets.UTF_8);
    long end =
        TopicReader.readToEnd(
            kafka,
            Topic.DEMAND,
            fromOffset,
            record -> {
              if (Arrays.equals(record.key(), key)) {
                add(record, fromTicket, tickets);
              }
            });
    return new Contents(tickets, end);
  }

  private void add(
      ConsumerRecord<byte[], byte[]> record,
      long fromTicket,
      NavigableMap<Long, Ledger.Issued> tickets) {
    try {
      DemandTicket ticket = DemandTicket.parseFrom(record.value());
      if (ticket.getRunId().equals(runId) && ticket.getTicket() >= fromTicket) {
        Ledger.Issued first =
            tickets.putIfAbsent(ticket.getTicket(), new Ledger.Issued(ticket, record.offset()));
        if (first != null && !first.ticket().equals(ticket)) {
          LOG.error(
              "Ticket {} of run {} was issued twice with different contents; the first one counts.",
              ticket.getTicket(),
              runId);
        }
      }
    } catch (InvalidProtocolBufferException e) {
      LOG.warn(
          "The record at offset {} of topic demand is no ticket and is passed over.",
          record.offset());
    }
  }

  /**
   * Publishes a ticket, again or for the first time.
   *
   * @return its offset; it is durable and visible
   * @throws SampleStreamException when another process has opened the run's log since, or Kafka
   *     refuses
   */
  long publish(DemandTicket ticket) throws InterruptedException {
    try {
      producer.beginTransaction();
      Future<RecordMetadata> sent =
          producer.send(Records.of(Topic.DEMAND, "trainer", runId, ticket));
      producer.commitTransaction();
      return sent.get().offset();
    } catch (InterruptException e) {
      Thread.interrupted();
      throw (InterruptedException)
          new InterruptedException("Interrupted while asking for samples").initCause(e);
    } catch (ProducerFencedException | InvalidProducerEpochException e) {
      throw shutOut(e);
    } catch (ExecutionException | KafkaException e) {
      if (e.getCause() instanceof ProducerFencedException
          || e.getCause() instanceof InvalidProducerEpochException) {
        throw shutOut(e);
      }
      throw new SampleStreamException(
          "Kafka did not take ticket "
              + ticket.getTicket()
              + " of run "
              + runId
              + ": "
              + e.getMessage()
              + ". Start the trainer again when Kafka is back.",
          e);
    }
  }

  private SampleStreamException shutOut(Exception cause) {
    return new SampleStreamException(
        "Another trainer has taken over run "
            + runId
            + ". Two trainers must not train the same run: stop one of them.",
        cause);
  }

  @Override
  public void close() {
    producer.close(CLOSE);
  }
}
