package dev.hybridmim.trainer.learning;

/** A saved state does not fit the network of this profile. */
public final class StateMismatchException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Says which tensor and what to do. */
  public StateMismatchException(String message) {
    super(message);
  }
}
