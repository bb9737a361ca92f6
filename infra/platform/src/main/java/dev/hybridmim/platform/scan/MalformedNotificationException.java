package dev.hybridmim.platform.scan;

/**
 * A record of topic {@code scans} is not a bucket notification; the message says what is missing.
 */
public final class MalformedNotificationException extends Exception {
  private static final long serialVersionUID = 1L;

  MalformedNotificationException(String message) {
    super(message);
  }
}
