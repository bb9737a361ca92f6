package dev.hybridmim.platform.connection;

import java.io.Serializable;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A Kafka cluster and how to sign in to it.
 *
 * @param bootstrapServers {@code host:port}, comma-separated
 * @param clientProperties what every client needs on top (security), in Kafka's own names
 */
public record KafkaAddress(String bootstrapServers, Map<String, String> clientProperties)
    implements Serializable {
  /** The largest message of any topic: a 160-cube of float16 fits. */
  public static final int MAX_MESSAGE_BYTES = 16 << 20;

  private static final int FETCH_BYTES = 2 * MAX_MESSAGE_BYTES;
  private static final long PRODUCER_BUFFER_BYTES = 4L * MAX_MESSAGE_BYTES;

  public KafkaAddress {
    Objects.requireNonNull(bootstrapServers, "bootstrapServers");
    // A TreeMap rather than Map.copyOf: it is serialisable everywhere and its order is stable.
    clientProperties = new TreeMap<>(clientProperties == null ? Map.of() : clientProperties);
  }

  @Override
  public Map<String, String> clientProperties() {
    return new TreeMap<>(clientProperties);
  }

  /** Properties of a consumer that starts at the earliest record and never commits on its own. */
  public Map<String, Object> consumerProperties(String groupIdOrNull) {
    Map<String, Object> properties = adminProperties();
    properties.put("auto.offset.reset", "earliest");
    properties.put("enable.auto.commit", false);
    properties.put("isolation.level", "read_committed");
    properties.put("max.partition.fetch.bytes", MAX_MESSAGE_BYTES);
    properties.put("fetch.max.bytes", FETCH_BYTES);
    if (groupIdOrNull != null) {
      properties.put("group.id", groupIdOrNull);
    }
    return properties;
  }

  /** Properties of a producer whose acknowledgement means that the record is durable. */
  public Map<String, Object> producerProperties() {
    Map<String, Object> properties = adminProperties();
    properties.put("acks", "all");
    properties.put("enable.idempotence", true);
    properties.put("max.request.size", MAX_MESSAGE_BYTES);
    properties.put("buffer.memory", PRODUCER_BUFFER_BYTES);
    return properties;
  }

  /** Properties of an administrative client. */
  public Map<String, Object> adminProperties() {
    Map<String, Object> properties = new HashMap<>(clientProperties);
    properties.put("bootstrap.servers", bootstrapServers);
    return properties;
  }

  @Override
  public String toString() {
    Set<String> names = new TreeSet<>(clientProperties.keySet());
    return "KafkaAddress[" + bootstrapServers + ", properties " + names + "]";
  }
}
