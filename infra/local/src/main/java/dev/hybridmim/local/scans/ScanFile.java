package dev.hybridmim.local.scans;

import java.nio.file.Path;

/**
 * A file as it was seen at one moment.
 *
 * @param path absolute
 * @param size bytes
 * @param modified milliseconds since 1970
 */
public record ScanFile(Path path, long size, long modified) {
  @Override
  public String toString() {
    return "ScanFile[" + size + " bytes]";
  }
}
