package dev.hybridmim.trainer.snapshot;

import dev.hybridmim.platform.store.ObjectNotFoundException;
import dev.hybridmim.platform.store.ObjectStore;
import dev.hybridmim.platform.store.ObjectStoreException;
import dev.hybridmim.platform.store.ObjectTooLargeException;
import dev.hybridmim.trainer.snapshot.SnapshotException.Problem;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Reads snapshots and trusts none of their bytes before their checksum was seen.
 *
 * <pre>{@code
 * Snapshot snapshot = new SnapshotReader(store).download(SnapshotKey.ofPrefix(event.getObjectPrefix()), directory);
 * SortedMap<String, Tensor> weights = snapshot.weights();
 * }</pre>
 */
public final class SnapshotReader {
  private final ObjectStore store;

  public SnapshotReader(ObjectStore store) {
    this.store = store;
  }

  /**
   * The manifest alone; the files are not looked at.
   *
   * @throws SnapshotException when there is no manifest or it is not one
   * @throws ObjectStoreException when the store refuses or is away
   */
  public WrittenSnapshot manifest(SnapshotKey key) {
    try {
      byte[] bytes = store.get(key.manifest(), SnapshotManifest.MAXIMUM_BYTES);
      return new WrittenSnapshot(SnapshotManifest.parse(bytes, key), Sha256.of(bytes));
    } catch (ObjectNotFoundException e) {
      throw new SnapshotException(Problem.NOT_FOUND, "There is no snapshot " + key + ".", e);
    } catch (ObjectTooLargeException e) {
      throw new SnapshotException(
          Problem.MALFORMED_MANIFEST, "The manifest of the snapshot " + key + " is too large.", e);
    }
  }

  /**
   * Reads every byte of a snapshot and compares sizes and checksums; keeps nothing.
   *
   * @throws SnapshotException when there is no snapshot, or a file is missing or damaged
   * @throws ObjectStoreException when the store refuses or is away
   */
  public WrittenSnapshot verify(SnapshotKey key) {
    WrittenSnapshot written = manifest(key);
    for (SnapshotFile file : written.manifest().files()) {
      fetch(key, file, OutputStream.nullOutputStream());
    }
    return written;
  }

  /**
   * Copies a snapshot's files into a local directory, comparing sizes and checksums on the way.
   *
   * @param directory exists; files of the same names are replaced
   * @throws SnapshotException when there is no snapshot, a file is missing or damaged, or the disk
   *     refuses
   * @throws ObjectStoreException when the store refuses or is away
   */
  public Snapshot download(SnapshotKey key, Path directory) {
    WrittenSnapshot written = manifest(key);
    for (SnapshotFile file : written.manifest().files()) {
      try (OutputStream out = Files.newOutputStream(directory.resolve(file.name()))) {
        fetch(key, file, out);
      } catch (IOException e) {
        throw new SnapshotException(
            Problem.LOCAL_DISK,
            "The file "
                + file.name()
                + " of the snapshot "
                + key
                + " could not be written to "
                + directory
                + ".",
            e);
      }
    }
    return new Snapshot(written, directory);
  }

  private void fetch(SnapshotKey key, SnapshotFile file, OutputStream out) {
    Sha256.Passed passed;
    try (InputStream in = store.open(key.prefix() + file.name())) {
      passed = Sha256.copy(in, out);
    } catch (ObjectNotFoundException e) {
      throw new SnapshotException(
          Problem.MISSING_FILE,
          "The snapshot " + key + " lacks the file " + file.name() + ", which its manifest lists.",
          e);
    } catch (IOException e) {
      throw new ObjectStoreException(
          "The file " + file.name() + " of the snapshot " + key + " could not be copied", true, e);
    }
    if (passed.bytes() != file.bytes()) {
      throw new SnapshotException(
          Problem.WRONG_SIZE,
          "The file "
              + file.name()
              + " of the snapshot "
              + key
              + " has "
              + passed.bytes()
              + " bytes; its manifest says "
              + file.bytes()
              + ".");
    }
    if (!passed.sha256().equals(file.sha256())) {
      throw new SnapshotException(
          Problem.WRONG_CHECKSUM,
          "The file "
              + file.name()
              + " of the snapshot "
              + key
              + " is damaged: its SHA-256 is not the manifest's.");
    }
  }
}
