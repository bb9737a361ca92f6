package dev.hybridmim.trainer.benchmark;

/** A step could not be measured; the message says why and what to do. */
public final class StepBenchmarkException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  StepBenchmarkException(String message) {
    super(message);
  }

  StepBenchmarkException(String message, Throwable cause) {
    super(message, cause);
  }
}
