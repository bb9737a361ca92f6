package dev.hybridmim.platform.profile;

/** A profile can't be read or contradicts itself; the message names the key and what is allowed. */
public final class InvalidProfileException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public InvalidProfileException(String message) {
    super(message);
  }

  InvalidProfileException(String message, Throwable cause) {
    super(message, cause);
  }
}
