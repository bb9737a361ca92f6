package dev.hybridmim.augment.plan;

/** An event of topic {@code volumes} does not say what the catalogue needs. */
public final class InvalidVolumeEventException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public InvalidVolumeEventException(String message) {
    super(message);
  }
}
