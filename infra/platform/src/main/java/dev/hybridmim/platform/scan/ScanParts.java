package dev.hybridmim.platform.scan;

/**
 * References of parts of an archive: {@code <key>#<series>} and {@code <key>#entry-<number>}, by
 * which ingest refuses one scan of several.
 */
public final class ScanParts {
  private static final char MARK = '#';

  private ScanParts() {}

  /**
   * The reference of a part.
   *
   * @param whole the archive's key or reference
   */
  public static String part(String whole, String name) {
    return whole + MARK + name;
  }

  /** The archive of a part; what is no part as it is. */
  public static String whole(String reference) {
    int mark = reference.lastIndexOf(MARK);
    return mark < 0 ? reference : reference.substring(0, mark);
  }
}
