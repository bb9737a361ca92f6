package dev.hybridmim.evaluator.worker;

import java.util.Locale;

/**
 * A worker ended without a result. The message holds no identifiers; the worker's own output, which
 * may, is in {@link #logTail()}.
 */
public final class WorkerFailedException extends Exception {
  private static final long serialVersionUID = 1L;

  /** How a worker can fail. */
  public enum Reason {
    /** It died, of itself or killed. */
    CRASHED,
    /** It was killed because it took too long. */
    TIMED_OUT,
    /** It said it was done, but its result is missing or can't be read. */
    NO_RESULT,
    /** It refused its input. */
    REFUSED;

    /** The word that stands in messages, such as {@code timed-out}. */
    public String word() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  private final Reason reason;
  private final String word;
  private final String logTail;

  WorkerFailedException(Reason reason, String word, String message, String logTail) {
    super(message);
    this.reason = reason;
    this.word = word;
    this.logTail = logTail;
  }

  public Reason reason() {
    return reason;
  }

  /**
   * The word for topic {@code rejects}: the refusal's reason, or {@code worker-} and how it failed.
   */
  public String word() {
    return word;
  }

  /** False when the same work would fail in the same way. */
  public boolean retryable() {
    return reason != Reason.REFUSED;
  }

  /**
   * The end of what the worker printed; may hold file names, so it is for the log of the machine
   * that ran it only.
   */
  public String logTail() {
    return logTail;
  }
}
