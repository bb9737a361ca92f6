package dev.hybridmim.platform.scan;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hybridmim.platform.json.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * A sender's word that a series is complete: the object {@link SeriesKeys#completion}, put and
 * announced after every instance is durable.
 *
 * @param instances how many the sender has sent
 */
public record SeriesCompletion(int instances) {
  public SeriesCompletion {
    if (instances < 1) {
      throw new IllegalArgumentException("A complete series has an instance");
    }
  }

  /** The object's content. */
  public byte[] toJson() {
    return ("{\"instances\": " + instances + "}").getBytes(StandardCharsets.UTF_8);
  }

  /** Reads an object's content; nothing when it is no such word. */
  public static Optional<SeriesCompletion> parse(byte[] json) {
    try {
      JsonNode root = Json.mapper().readTree(json);
      JsonNode instances = root == null ? null : root.path("instances");
      return instances != null && instances.isInt() && instances.intValue() > 0
          ? Optional.of(new SeriesCompletion(instances.intValue()))
          : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
