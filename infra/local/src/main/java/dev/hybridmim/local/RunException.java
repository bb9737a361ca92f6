package dev.hybridmim.local;

/**
 * The job can't be done or can't go on. The message is one clear sentence for the person at the
 * terminal: what is wrong, with which object, and what to do.
 */
public class RunException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public RunException(String sentence) {
    super(sentence);
  }

  public RunException(String sentence, Throwable cause) {
    super(sentence, cause);
  }
}
