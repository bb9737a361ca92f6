package dev.hybridmim.ingest.pipeline;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import dev.hybridmim.platform.json.Json;
import dev.hybridmim.platform.scan.SeriesKeys;
import dev.hybridmim.platform.store.ObjectNotFoundException;
import dev.hybridmim.platform.store.ObjectStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What the versions of a series became: the object {@link SeriesKeys#prepared}, a JSON array with
 * the newest version last. It makes repeats cheap and says which volumes a new version replaces.
 */
record SeriesRecord(List<Version> versions) {
  private static final int MAX_BYTES = 16 << 20;

  /**
   * A version that was prepared.
   *
   * @param version what stands for the entity tag, see {@link SeriesKeys#version}
   * @param recipe digest of the preparation
   * @param volumes ids
   */
  record Version(
      String version, String recipe, List<String> volumes, String subject, String study) {}

  SeriesRecord {
    versions = List.copyOf(versions);
  }

  static SeriesRecord read(ObjectStore store, String folder) {
    try {
      byte[] json = store.get(SeriesKeys.prepared(folder), MAX_BYTES);
      return new SeriesRecord(Json.mapper().readValue(json, new TypeReference<>() {}));
    } catch (ObjectNotFoundException e) {
      return new SeriesRecord(List.of());
    } catch (IOException e) {
      throw new IllegalStateException(
          SeriesKeys.prepared(folder) + " is not what this platform writes; remove it.", e);
    }
  }

  void write(ObjectStore store, String folder) {
    try {
      store.put(
          SeriesKeys.prepared(folder),
          Json.mapper().writeValueAsBytes(versions),
          "application/json");
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  Optional<Version> find(String version, String recipe) {
    return versions.stream()
        .filter(known -> known.version().equals(version) && known.recipe().equals(recipe))
        .findFirst();
  }

  SeriesRecord with(Version version) {
    List<Version> all = new ArrayList<>(versions);
    all.removeIf(
        known ->
            known.version().equals(version.version()) && known.recipe().equals(version.recipe()));
    all.add(version);
    return new SeriesRecord(all);
  }

  /** Volumes that other versions gave and this one does not. */
  Set<String> replacedBy(Version current) {
    Set<String> replaced = new LinkedHashSet<>();
    versions.stream()
        .filter(version -> !version.version().equals(current.version()))
        .forEach(version -> replaced.addAll(version.volumes()));
    replaced.removeAll(current.volumes());
    return replaced;
  }
}
