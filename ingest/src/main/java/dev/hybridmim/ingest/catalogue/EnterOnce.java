package dev.hybridmim.ingest.catalogue;

import dev.hybridmim.platform.connection.KafkaAddress;
import dev.hybridmim.platform.message.VolumeEvent;
import dev.hybridmim.platform.topic.Topic;
import dev.hybridmim.platform.topic.TopicTail;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
import org.apache.beam.sdk.metrics.Counter;
import org.apache.beam.sdk.metrics.Metrics;
import org.apache.beam.sdk.state.StateSpec;
import org.apache.beam.sdk.state.StateSpecs;
import org.apache.beam.sdk.state.ValueState;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.values.KV;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Passes catalogue entries on unless topic {@code volumes} has one of the same key and the same
 * objects.
 *
 * <p>All entries of a key come to one worker, which remembers what it has passed on and looks into
 * the topic for what others have, also those before a restart. Memory: about 100 bytes an entry of
 * the catalogue.
 */
public final class EnterOnce extends DoFn<KV<String, VolumeEvent>, KV<String, VolumeEvent>> {
  private static final long serialVersionUID = 1L;

  private final KafkaAddress kafka;
  private final Counter entered = Metrics.counter("ingest", "volumesEntered");
  private final Counter known = Metrics.counter("ingest", "volumesEnteredBefore");

  // Nothing is kept in it: it makes the runner send all entries of a key to the same instance.
  @StateId("byKey")
  private final StateSpec<ValueState<Boolean>> byKey = StateSpecs.value();

  private transient TopicTail volumes;
  private transient Set<UUID> entries;

  public EnterOnce(KafkaAddress kafka) {
    this.kafka = kafka;
  }

  @ProcessElement
  public void process(
      @Element KV<String, VolumeEvent> entry, OutputReceiver<KV<String, VolumeEvent>> entered) {
    if (volumes == null) {
      entries = new HashSet<>();
      volumes = new TopicTail(kafka, Topic.VOLUMES);
    }
    UUID name = name(entry.getKey(), entry.getValue());
    if (!entries.contains(name)) {
      volumes.catchUp(this::note);
    }
    if (entries.add(name)) {
      this.entered.inc();
      entered.output(entry);
    } else {
      known.inc();
    }
  }

  @Teardown
  public void close() {
    if (volumes != null) {
      volumes.close();
    }
  }

  private void note(ConsumerRecord<byte[], byte[]> record) {
    if (record.value() == null || record.key() == null) {
      return;
    }
    try {
      String key = new String(record.key(), StandardCharsets.UTF_8);
      entries.add(name(key, VolumeEvent.parseFrom(record.value())));
    } catch (com.google.protobuf.InvalidProtocolBufferException e) {
      throw new IllegalStateException(
          "The record at offset "
              + record.offset()
              + " of topic volumes is not a message of this platform: does another program write"
              + " there?",
          e);
    }
  }

  private static UUID name(String key, VolumeEvent event) {
    try {
      byte[] text =
          (key + '\0' + event.getPrepared().getObjectPrefix()).getBytes(StandardCharsets.UTF_8);
      ByteBuffer digest = ByteBuffer.wrap(MessageDigest.getInstance("SHA-256").digest(text));
      return new UUID(digest.getLong(), digest.getLong());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256", e);
    }
  }
}
