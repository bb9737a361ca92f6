package dev.hybridmim.ingest.catalogue;

import dev.hybridmim.platform.connection.KafkaAddress;
import dev.hybridmim.platform.message.ExclusionReason;
import dev.hybridmim.platform.message.VolumeEvent;
import dev.hybridmim.platform.message.VolumeExclusion;
import dev.hybridmim.platform.topic.Records;
import dev.hybridmim.platform.topic.Topic;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Takes a volume out of every sample from now on; the rules are in this package's documentation.
 */
public final class Withdrawal {
  private static final String SOURCE = "catalogue";

  private Withdrawal() {}

  /**
   * Publishes the exclusion of a volume, unless it is withdrawn already; returns when it is
   * durable.
   *
   * @param by the scan for which it is withdrawn, {@code bucket/key}
   * @return false when it was withdrawn before
   */
  public static boolean publish(KafkaAddress kafka, CatalogueEntry volume, String by)
      throws InterruptedException {
    if (volume.excludedFor(ExclusionReason.EXCLUSION_REASON_WITHDRAWN)) {
      return false;
    }
    VolumeEvent event =
        VolumeEvent.newBuilder()
            .setExcluded(
                VolumeExclusion.newBuilder()
                    .setId(volume.id())
                    .setReason(ExclusionReason.EXCLUSION_REASON_WITHDRAWN)
                    .setBy(by))
            .build();
    try (Producer<byte[], byte[]> producer =
        new KafkaProducer<>(
            kafka.producerProperties(), new ByteArraySerializer(), new ByteArraySerializer())) {
      producer.send(Records.of(Topic.VOLUMES, SOURCE, recordKey(volume.id()), event)).get();
      return true;
    } catch (ExecutionException e) {
      throw e.getCause() instanceof KafkaException cause ? cause : new KafkaException(e.getCause());
    }
  }

  static String recordKey(String id) {
    return id + "!withdrawn";
  }
}
