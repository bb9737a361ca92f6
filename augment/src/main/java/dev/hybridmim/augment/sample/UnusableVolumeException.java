package dev.hybridmim.augment.sample;

/** Samples can't be cut from this volume; from others they can. */
public final class UnusableVolumeException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String volumeId;

  public UnusableVolumeException(String volumeId, String why, Throwable cause) {
    super("Samples can't be cut from the volume " + volumeId + ": " + why, cause);
    this.volumeId = volumeId;
  }

  public String volumeId() {
    return volumeId;
  }
}
