package dev.hybridmim.ingest.intake;

/** The intake's settings can't be used; the message says which and why. */
public final class InvalidSettingsException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public InvalidSettingsException(String message) {
    super(message);
  }
}
