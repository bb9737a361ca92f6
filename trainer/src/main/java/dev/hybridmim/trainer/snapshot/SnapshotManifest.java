package dev.hybridmim.trainer.snapshot;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.hybridmim.platform.json.Json;
import dev.hybridmim.platform.profile.Profile;
import dev.hybridmim.platform.profile.Profiles;
import dev.hybridmim.trainer.snapshot.SnapshotException.Problem;
import dev.hybridmim.trainer.stream.StreamPosition;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What {@code manifest.json} says; the package's description explains every key.
 *
 * @param formatVersion {@link #VERSION}
 * @param step how many steps were trained
 * @param createdAt ISO 8601, UTC
 * @param seed seed of the run, from which every random choice is derived
 * @param position where the stream of samples goes on
 * @param samplesTrained how many samples were trained since the run began
 * @param metrics of the last step, by name; finite
 * @param profile the whole profile
 * @param files every other file of the snapshot
 */
public record SnapshotManifest(
    int formatVersion,
    String runId,
    long step,
    String createdAt,
    String softwareVersion,
    long seed,
    StreamPosition position,
    long samplesTrained,
    SortedMap<String, Double> metrics,
    JsonNode profile,
    List<SnapshotFile> files) {
  /** The version that is written and read. */
  public static final int VERSION = 1;

  /** Larger manifests are refused. */
  static final int MAXIMUM_BYTES = 16 << 20;

  // Additive evolution: a later writer may say more.
  private static final JsonMapper MAPPER =
      Json.mapper().rebuild().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();

  public SnapshotManifest {
    Objects.requireNonNull(runId, "runId is missing");
    Objects.requireNonNull(softwareVersion, "softwareVersion is missing");
    Objects.requireNonNull(position, "position is missing");
    Objects.requireNonNull(profile, "profile is missing");
    Objects.requireNonNull(files, "files are missing");
    Instant.parse(Objects.requireNonNull(createdAt, "createdAt is missing"));
    metrics =
        Collections.unmodifiableSortedMap(new TreeMap<>(metrics == null ? Map.of() : metrics));
    files = List.copyOf(files);
  }

  /** The run and step. */
  public SnapshotKey key() {
    return new SnapshotKey(runId, step);
  }

  /**
   * The profile as a value.
   *
   * @throws dev.hybridmim.platform.profile.InvalidProfileException when this software's profiles
   *     have other keys
   */
  public Profile readProfile() {
    return Profiles.fromJson(profile.toString());
  }

  /** The JSON document. */
  byte[] toBytes() {
    try {
      return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsBytes(this);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Reads the document that lies below a snapshot's prefix.
   *
   * @throws SnapshotException when it is malformed, of an unknown version or misplaced
   */
  static SnapshotManifest parse(byte[] json, SnapshotKey key) {
    SnapshotManifest manifest;
    try {
      JsonNode document = MAPPER.readTree(json);
      JsonNode version = document.path("formatVersion");
      if (version.isInt() && version.asInt() != VERSION) {
        throw new SnapshotException(
            Problem.UNSUPPORTED_VERSION,
            "The snapshot "
                + key
                + " has format version "
                + version.asInt()
                + "; this software reads version "
                + VERSION
                + ".");
      }
      manifest = MAPPER.treeToValue(document, SnapshotManifest.class);
      if (manifest == null) {
        throw new SnapshotException(
            Problem.MALFORMED_MANIFEST, "The manifest of the snapshot " + key + " is empty.");
      }
    } catch (IOException | IllegalArgumentException e) {
      throw new SnapshotException(
          Problem.MALFORMED_MANIFEST,
          "The manifest of the snapshot " + key + " is not a manifest: " + reason(e) + ".",
          e);
    }
    requireInPlace(manifest, key);
    return manifest;
  }

  private static void requireInPlace(SnapshotManifest manifest, SnapshotKey key) {
    if (!manifest.runId().equals(key.runId()) || manifest.step() != key.step()) {
      throw new SnapshotException(
          Problem.MISPLACED,
          "The manifest of the snapshot "
              + key
              + " is that of run "
              + manifest.runId()
              + ", step "
              + manifest.step()
              + ".");
    }
  }

  /** Without the parser's places in the source and class names that follow in other lines. */
  private static String reason(Exception failure) {
    String message =
        failure instanceof JsonProcessingException json
            ? json.getOriginalMessage()
            : failure.getMessage();
    return message == null ? failure.toString() : message.lines().findFirst().orElse("");
  }
}
