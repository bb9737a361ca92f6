package dev.hybridmim.ingest.volume;

/**
 * A stored volume can't be read as what it should be: a part is missing, its checksum is wrong, or
 * its metadata is not of this format. Trying again gives the same; preparing the scan again repairs
 * it.
 */
public final class DamagedVolumeException extends Exception {
  private static final long serialVersionUID = 1L;

  private final String part;

  DamagedVolumeException(String part, String what, Throwable cause) {
    super(part + " " + what + "; prepare its scan again.", cause);
    this.part = part;
  }

  /** The key of the damaged object. */
  public String part() {
    return part;
  }
}
