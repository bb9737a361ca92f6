package dev.hybridmim.evaluator.network;

/** A kept network is not there or can't be used; the message is one sentence for a person. */
public final class NetworkException extends Exception {
  private static final long serialVersionUID = 1L;

  NetworkException(String message, Throwable cause) {
    super(message, cause);
  }
}
