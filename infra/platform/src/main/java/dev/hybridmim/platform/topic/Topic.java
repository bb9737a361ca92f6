package dev.hybridmim.platform.topic;

import dev.hybridmim.platform.connection.KafkaAddress;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** A topic, how many partitions it is created with and what of it is kept. */
public enum Topic {
  SCANS(4, Map.of("retention.ms", "-1")),
  // An offset in the only partition names a state of the catalogue; a ticket that is in flight must
  // still find that state.
  VOLUMES(1, Map.of("cleanup.policy", "compact", "min.compaction.lag.ms", "604800000")),
  DEMAND(1, Map.of("retention.ms", "-1")),
  SAMPLES(
      4,
      Map.of("retention.ms", "-1", "retention.bytes", "1073741824", "segment.bytes", "134217728")),
  SNAPSHOTS(1, Map.of("retention.ms", "-1")),
  SCORES(1, Map.of("cleanup.policy", "compact", "min.compaction.lag.ms", "604800000")),
  PROMOTIONS(1, Map.of("cleanup.policy", "compact", "min.compaction.lag.ms", "604800000")),
  REJECTS(1, Map.of("cleanup.policy", "compact", "min.compaction.lag.ms", "604800000"));

  private final int partitions;
  private final Map<String, String> settings;

  Topic(int partitions, Map<String, String> settings) {
    this.partitions = partitions;
    Map<String, String> all = new TreeMap<>(settings);
    all.put("max.message.bytes", Integer.toString(KafkaAddress.MAX_MESSAGE_BYTES));
    this.settings = Map.copyOf(all);
  }

  /** The name in Kafka. */
  public String topicName() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** How many partitions the topic is created with. */
  public int partitions() {
    return partitions;
  }

  /** Topic settings in Kafka's names. */
  public Map<String, String> settings() {
    return settings;
  }
}
