package dev.hybridmim.evaluator.pipeline;

import dev.hybridmim.platform.message.SnapshotEvent;
import dev.hybridmim.platform.store.ObjectStore;
import dev.hybridmim.trainer.safetensors.SafetensorsWriter;
import dev.hybridmim.trainer.safetensors.Tensor;
import dev.hybridmim.trainer.snapshot.Snapshot;
import dev.hybridmim.trainer.snapshot.SnapshotException;
import dev.hybridmim.trainer.snapshot.SnapshotKey;
import dev.hybridmim.trainer.snapshot.SnapshotReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.stream.Stream;

/**
 * The weights of a snapshot in a local file, for as long as a worker needs them: the moving average
 * where the run keeps one, else the weights of the last step. The disk needs room for the snapshot
 * and these weights once more.
 */
final class SnapshotWeights implements AutoCloseable {
  private final Path directory;
  private Set<String> shapedBy = Set.of();

  private SnapshotWeights(Path directory) {
    this.directory = directory;
  }

  /**
   * Downloads a snapshot, comparing every checksum.
   *
   * @throws ScoringFailedException when the snapshot is missing or damaged
   * @throws dev.hybridmim.platform.store.ObjectStoreException when the store is away
   */
  static SnapshotWeights fetch(ObjectStore store, SnapshotEvent event, Path workDirectory)
      throws IOException, ScoringFailedException {
    Path directory = Files.createTempDirectory(Files.createDirectories(workDirectory), "snapshot-");
    SnapshotWeights weights = new SnapshotWeights(directory);
    try {
      weights.write(download(store, event, directory));
      return weights;
    } catch (RuntimeException | IOException | ScoringFailedException failure) {
      weights.close();
      throw failure;
    }
  }

  private static Snapshot download(ObjectStore store, SnapshotEvent event, Path directory)
      throws IOException, ScoringFailedException {
    try {
      Path download = Files.createDirectory(directory.resolve("download"));
      SnapshotKey key = SnapshotKey.ofPrefix(event.getObjectPrefix());
      Snapshot snapshot = new SnapshotReader(store).download(key, download);
      if (!snapshot.manifestSha256().equals(event.getManifestSha256())) {
        throw corrupt("its manifest is not the one that was announced", null);
      }
      return snapshot;
    } catch (IllegalArgumentException exception) {
      throw corrupt(exception.getMessage(), exception);
    } catch (SnapshotException exception) {
      throw failure(exception);
    }
  }

  private void write(Snapshot snapshot) throws ScoringFailedException {
    try {
      shapedBy = Set.copyOf(snapshot.provenance().samplesByVolume().keySet());
      SortedMap<String, Tensor> average = snapshot.average();
      SafetensorsWriter.write(file(), average.isEmpty() ? snapshot.weights() : average, Map.of());
    } catch (SnapshotException exception) {
      throw failure(exception);
    }
  }

  private static ScoringFailedException failure(SnapshotException exception) {
    return switch (exception.problem()) {
      case NOT_FOUND, MISSING_FILE ->
          new ScoringFailedException("snapshot-missing", exception.getMessage(), false, exception);
      case LOCAL_DISK ->
          new ScoringFailedException("local-disk", exception.getMessage(), true, exception);
      default -> corrupt(exception.getMessage(), exception);
    };
  }

  private static ScoringFailedException corrupt(String message, Exception cause) {
    return new ScoringFailedException(
        "corrupt-snapshot", "The snapshot can't be used: " + message, false, cause);
  }

  /** Ids of the volumes that have shaped the weights. */
  Set<String> shapedBy() {
    return shapedBy;
  }

  /** A directory that goes with the weights. */
  Path directory() {
    return directory;
  }

  /** The safetensors file. */
  Path file() {
    return directory.resolve("weights.safetensors");
  }

  /** Removes the file. */
  @Override
  public void close() throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : (Iterable<Path>) files.sorted(Comparator.reverseOrder())::iterator) {
        Files.delete(file);
      }
    }
  }
}
