package dev.hybridmim.evaluator.pipeline;

/**
 * A snapshot can't be scored. The message is fit for topic {@code rejects}: no identifiers, no
 * secrets.
 */
public final class ScoringFailedException extends Exception {
  private static final long serialVersionUID = 1L;

  private final String reason;
  private final boolean retryable;

  ScoringFailedException(String reason, String message, boolean retryable, Throwable cause) {
    super(message, cause);
    this.reason = reason;
    this.retryable = retryable;
  }

  /** One of the words in this package's documentation. */
  public String reason() {
    return reason;
  }

  /** True when the same snapshot may be scored later. */
  public boolean retryable() {
    return retryable;
  }
}
