package dev.hybridmim.trainer.snapshot;

import java.util.regex.Pattern;

/**
 * A file of a snapshot, as the manifest lists it.
 *
 * @param name the object's key is the snapshot's prefix followed by it
 * @param bytes size
 * @param sha256 64 hexadecimal digits, lower case
 */
public record SnapshotFile(String name, long bytes, String sha256) {
  // A manifest comes from outside, and names become paths: no directories, nothing hidden.
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,99}");
  private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");

  public SnapshotFile {
    if (name == null || !NAME.matcher(name).matches()) {
      throw new IllegalArgumentException("'" + name + "' cannot name a file of a snapshot");
    }
    if (bytes < 0 || sha256 == null || !SHA256.matcher(sha256).matches()) {
      throw new IllegalArgumentException("the file " + name + " lacks a size or a SHA-256");
    }
  }
}
