package dev.hybridmim.evaluator.study;

/** A study can't be run or can't go on. The message is one sentence for a person. */
public final class StudyException extends Exception {
  private static final long serialVersionUID = 1L;

  public StudyException(String message) {
    super(message);
  }

  public StudyException(String message, Throwable cause) {
    super(message, cause);
  }
}
