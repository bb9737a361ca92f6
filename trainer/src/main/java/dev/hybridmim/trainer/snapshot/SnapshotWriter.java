package dev.hybridmim.trainer.snapshot;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hybridmim.platform.json.Json;
import dev.hybridmim.platform.profile.Profiles;
import dev.hybridmim.platform.store.ObjectStore;
import dev.hybridmim.trainer.safetensors.SafetensorsWriter;
import dev.hybridmim.trainer.safetensors.Tensor;
import dev.hybridmim.trainer.snapshot.SnapshotException.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Writes snapshots.
 *
 * <p>In: a {@link SnapshotDraft}. Out: objects below the snapshot's prefix, the manifest last.
 *
 * <p>Guarantees: until the manifest is durable no snapshot of that step exists; other snapshots are
 * never touched; a whole snapshot is never replaced. Every file is first written to the local
 * staging directory, so the disk needs room for one snapshot.
 */
public final class SnapshotWriter {
  static final String WEIGHTS = "weights.safetensors";
  static final String AVERAGE = "ema.safetensors";
  static final String OPTIMIZER = "optimizer.safetensors";
  static final String PROVENANCE = "provenance.json";
  static final String SHEET = "sheet.png";

  private static final String BYTES = "application/octet-stream";
  private static final String JSON = "application/json";
  private static final String PNG = "image/png";

  private final ObjectStore store;
  private final Path staging;
  private final StoreRetry retry;
  private final String softwareVersion;

  /**
   * A writer.
   *
   * @param store where snapshots go
   * @param staging a local directory of the writer's own; it is created, and emptied before each
   *     snapshot
   * @param retry how long to insist when the store is away
   * @param softwareVersion what manifests name as their maker
   */
  public SnapshotWriter(ObjectStore store, Path staging, StoreRetry retry, String softwareVersion) {
    this.store = store;
    this.staging = staging;
    this.retry = retry;
    this.softwareVersion = softwareVersion;
  }

  /**
   * Writes a snapshot; when this returns it is durable.
   *
   * @throws SnapshotException when a whole snapshot of this step exists or the local disk refuses
   * @throws dev.hybridmim.platform.store.ObjectStoreException when the store refuses, or stays away
   * @throws InterruptedException when interrupted while waiting for the store to come back
   */
  public WrittenSnapshot write(SnapshotDraft draft) throws InterruptedException {
    removeRemains(draft.key());
    try {
      emptyStaging();
      List<SnapshotFile> files = new ArrayList<>();
      files.add(putArrays(draft.key(), WEIGHTS, draft.weights()));
      if (!draft.average().isEmpty()) {
        files.add(putArrays(draft.key(), AVERAGE, draft.average()));
      }
      files.add(putArrays(draft.key(), OPTIMIZER, draft.optimizer()));
      files.add(putBytes(draft.key(), PROVENANCE, draft.provenance().toBytes(), JSON));
      if (draft.sheet().isPresent()) {
        files.add(putBytes(draft.key(), SHEET, draft.sheet().get(), PNG));
      }
      WrittenSnapshot written = putManifest(manifest(draft, files));
      emptyStaging();
      return written;
    } catch (IOException e) {
      throw new SnapshotException(
          Problem.LOCAL_DISK,
          "The snapshot "
              + draft.key()
              + " could not be written to "
              + staging
              + ": "
              + e.getMessage()
              + ". Is the disk full?",
          e);
    }
  }

  /** What a crash left of this very snapshot must not become part of the new one. */
  private void removeRemains(SnapshotKey key) throws InterruptedException {
    if (retry.call(() -> store.stat(key.manifest())).isEmpty()) {
      return;
    }
    boolean whole;
    try {
      retry.call(() -> new SnapshotReader(store).verify(key));
      whole = true;
    } catch (SnapshotException damaged) {
      whole = false;
    }
    if (whole) {
      throw new SnapshotException(
          Problem.ALREADY_EXISTS,
          "The snapshot " + key + " exists already and is whole; snapshots are never replaced.");
    }
    retry.run(() -> store.delete(key.manifest()));
  }

  private SnapshotFile putArrays(SnapshotKey key, String name, SortedMap<String, Tensor> arrays)
      throws IOException, InterruptedException {
    Path file = staging.resolve(name);
    SafetensorsWriter.write(
        file,
        arrays,
        Map.of("format", "pt", "run", key.runId(), "step", Long.toString(key.step())));
    SnapshotFile entry = new SnapshotFile(name, Files.size(file), Sha256.of(file));
    retry.run(() -> store.putFile(key.prefix() + name, file, BYTES));
    Files.delete(file);
    return entry;
  }

  private SnapshotFile putBytes(SnapshotKey key, String name, byte[] bytes, String contentType)
      throws InterruptedException {
    retry.run(() -> store.put(key.prefix() + name, bytes, contentType));
    return new SnapshotFile(name, bytes.length, Sha256.of(bytes));
  }

  private WrittenSnapshot putManifest(SnapshotManifest manifest) throws InterruptedException {
    byte[] bytes = manifest.toBytes();
    retry.run(() -> store.put(manifest.key().manifest(), bytes, JSON));
    return new WrittenSnapshot(manifest, Sha256.of(bytes));
  }

  private SnapshotManifest manifest(SnapshotDraft draft, List<SnapshotFile> files)
      throws IOException {
    SortedMap<String, Double> finite = new TreeMap<>(draft.metrics());
    finite.values().removeIf(value -> !Double.isFinite(value));
    JsonNode profile = Json.mapper().readTree(Profiles.toJson(draft.profile()));
    return new SnapshotManifest(
        SnapshotManifest.VERSION,
        draft.key().runId(),
        draft.key().step(),
        draft.createdAt().toString(),
        softwareVersion,
        draft.profile().trainer().seed(),
        draft.position(),
        draft.samplesTrained(),
        finite,
        profile,
        files);
  }

  private void emptyStaging() throws IOException {
    Files.createDirectories(staging);
    for (String name : List.of(WEIGHTS, AVERAGE, OPTIMIZER)) {
      Files.deleteIfExists(staging.resolve(name));
    }
  }
}
