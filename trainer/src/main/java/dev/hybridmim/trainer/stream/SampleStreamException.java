package dev.hybridmim.trainer.stream;

/** The stream of samples cannot go on; the message says why and what to do. */
public final class SampleStreamException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public SampleStreamException(String message) {
    super(message);
  }

  public SampleStreamException(String message, Throwable cause) {
    super(message, cause);
  }
}
