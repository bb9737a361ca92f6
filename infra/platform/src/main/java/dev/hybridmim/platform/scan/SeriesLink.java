package dev.hybridmim.platform.scan;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.hybridmim.platform.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;

/**
 * Says where an instance of a series lies: the object {@link SeriesKeys#link}, for instances that
 * somebody put under keys of their own.
 *
 * @param key of the instance, in the same bucket
 * @param eTag the store's mark of its content
 */
public record SeriesLink(String key, String eTag) {
  /** The object's content. */
  public byte[] toJson() {
    try {
      return Json.mapper().writeValueAsBytes(this);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Reads an object's content; nothing when it is no link. */
  public static Optional<SeriesLink> parse(byte[] json) {
    try {
      JsonNode root = Json.mapper().readTree(json);
      String key = root == null ? "" : root.path("key").asText("");
      return key.isEmpty()
          ? Optional.empty()
          : Optional.of(new SeriesLink(key, root.path("eTag").asText("")));
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
