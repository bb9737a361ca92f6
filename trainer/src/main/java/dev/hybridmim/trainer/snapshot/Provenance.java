package dev.hybridmim.trainer.snapshot;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.hybridmim.platform.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Which volumes shaped the weights.
 *
 * @param samplesByVolume volume id to the number of its samples that were trained since the run
 *     began
 */
public record Provenance(SortedMap<String, Long> samplesByVolume) {
  /** Nothing was trained. */
  public static final Provenance NONE = new Provenance(new TreeMap<>());

  /** Copies the counts. */
  public Provenance {
    samplesByVolume =
        Collections.unmodifiableSortedMap(new TreeMap<>((Map<String, Long>) samplesByVolume));
  }

  /** The file's content, keys sorted. */
  byte[] toBytes() {
    try {
      return Json.mapper().writerWithDefaultPrettyPrinter().writeValueAsBytes(this);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * The inverse of {@link #toBytes}.
   *
   * @throws IOException when the bytes are not such a document
   */
  static Provenance parse(byte[] json) throws IOException {
    return Json.mapper().readValue(json, Provenance.class);
  }
}
