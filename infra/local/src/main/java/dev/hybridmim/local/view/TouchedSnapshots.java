package dev.hybridmim.local.view;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hybridmim.platform.json.Json;
import dev.hybridmim.platform.store.ObjectNotFoundException;
import dev.hybridmim.platform.store.ObjectStore;
import dev.hybridmim.trainer.snapshot.SnapshotCatalogue;
import dev.hybridmim.trainer.snapshot.SnapshotKey;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Which snapshots a volume has shaped, by the provenance that each snapshot carries. */
public final class TouchedSnapshots {
  private static final String PROVENANCE = "provenance.json";
  private static final long MAX_BYTES = 256L << 20;

  private TouchedSnapshots() {}

  /**
   * A snapshot that a volume has shaped.
   *
   * @param snapshot {@code run/step}
   * @param prefix of its objects
   * @param samples of the volume that were trained until then; nothing when the snapshot's
   *     provenance is missing or damaged, so that it must be taken for touched
   */
  public record Touched(String snapshot, String prefix, Optional<Long> samples) {}

  /** The snapshots of every run that a volume has shaped, oldest first within a run. */
  public static List<Touched> by(String volumeId, ObjectStore store) {
    SnapshotCatalogue catalogue = new SnapshotCatalogue(store);
    List<Touched> touched = new ArrayList<>();
    for (String run : catalogue.runs()) {
      for (SnapshotKey key : catalogue.snapshots(run)) {
        Optional<Long> samples = samples(volumeId, key, store);
        if (samples.isEmpty() || samples.get() > 0) {
          touched.add(new Touched(key.toString(), key.prefix(), samples));
        }
      }
    }
    return touched;
  }

  private static Optional<Long> samples(String volumeId, SnapshotKey key, ObjectStore store) {
    try {
      JsonNode counts =
          Json.mapper()
              .readTree(store.get(key.prefix() + PROVENANCE, MAX_BYTES))
              .path("samplesByVolume");
      return counts.isObject() ? Optional.of(counts.path(volumeId).asLong(0)) : Optional.empty();
    } catch (ObjectNotFoundException | IOException e) {
      // Not known is told to the caller, who reports it.
      return Optional.empty();
    }
  }
}
