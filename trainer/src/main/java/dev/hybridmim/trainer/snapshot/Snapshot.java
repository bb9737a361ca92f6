package dev.hybridmim.trainer.snapshot;

import dev.hybridmim.trainer.safetensors.SafetensorsException;
import dev.hybridmim.trainer.safetensors.SafetensorsFile;
import dev.hybridmim.trainer.safetensors.Tensor;
import dev.hybridmim.trainer.snapshot.SnapshotException.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A snapshot whose files lie in a local directory and have the right checksums.
 *
 * <p>Arrays are mapped from the files, which must stay in place while they are used.
 */
public final class Snapshot {
  private final WrittenSnapshot written;
  private final Path directory;

  Snapshot(WrittenSnapshot written, Path directory) {
    this.written = written;
    this.directory = directory;
  }

  /** What the manifest says. */
  public SnapshotManifest manifest() {
    return written.manifest();
  }

  /** Hexadecimal SHA-256 of the manifest. */
  public String manifestSha256() {
    return written.manifestSha256();
  }

  /** The network's arrays by name. */
  public SortedMap<String, Tensor> weights() {
    return arrays(SnapshotWriter.WEIGHTS);
  }

  /** The moving average of the weights by name; empty when the run keeps none. */
  public SortedMap<String, Tensor> average() {
    return has(SnapshotWriter.AVERAGE)
        ? arrays(SnapshotWriter.AVERAGE)
        : Collections.emptySortedMap();
  }

  /** The optimiser's arrays by name. */
  public SortedMap<String, Tensor> optimizer() {
    return arrays(SnapshotWriter.OPTIMIZER);
  }

  /** Which volumes shaped the weights. */
  public Provenance provenance() {
    requireListed(SnapshotWriter.PROVENANCE);
    try {
      return Provenance.parse(Files.readAllBytes(directory.resolve(SnapshotWriter.PROVENANCE)));
    } catch (IOException e) {
      throw malformed(SnapshotWriter.PROVENANCE, e);
    }
  }

  private SortedMap<String, Tensor> arrays(String name) {
    requireListed(name);
    try {
      return new TreeMap<>(SafetensorsFile.readAll(directory.resolve(name)));
    } catch (SafetensorsException e) {
      throw malformed(name, e);
    }
  }

  private boolean has(String name) {
    return manifest().files().stream().anyMatch(file -> file.name().equals(name));
  }

  private void requireListed(String name) {
    if (!has(name)) {
      throw new SnapshotException(
          Problem.MISSING_FILE, "The snapshot " + manifest().key() + " has no file " + name + ".");
    }
  }

  private SnapshotException malformed(String name, Exception cause) {
    return new SnapshotException(
        Problem.MALFORMED_FILE,
        "The file "
            + name
            + " of the snapshot "
            + manifest().key()
            + " can't be read: "
            + cause.getMessage(),
        cause);
  }
}
