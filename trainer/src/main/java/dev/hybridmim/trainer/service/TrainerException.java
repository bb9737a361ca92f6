package dev.hybridmim.trainer.service;

/** The trainer cannot begin or go on; the message is one sentence for the user. */
public final class TrainerException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public TrainerException(String message) {
    super(message);
  }

  public TrainerException(String message, Throwable cause) {
    super(message, cause);
  }
}
