package dev.hybridmim.platform.connection;

/** A connection file is missing or malformed; the message says which and what to do. */
public final class InvalidConnectionException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  InvalidConnectionException(String message, Throwable cause) {
    super(message, cause);
  }
}
