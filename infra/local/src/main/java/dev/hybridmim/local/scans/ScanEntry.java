package dev.hybridmim.local.scans;

import java.util.Objects;

/**
 * A file that was put and announced; a line of the index.
 *
 * @param key of the object
 * @param path of the file, absolute
 * @param size bytes
 * @param modified milliseconds since 1970
 * @param eTag the store's mark of the object
 */
public record ScanEntry(String key, String path, long size, long modified, String eTag) {
  public ScanEntry {
    Objects.requireNonNull(key, "key");
    Objects.requireNonNull(path, "path");
    Objects.requireNonNull(eTag, "eTag");
  }

  boolean sameFile(ScanFile file) {
    return size == file.size() && modified == file.modified();
  }

  @Override
  public String toString() {
    return "ScanEntry[" + key + "]";
  }
}
