package dev.hybridmim.trainer.safetensors;

/**
 * A file is not a sound safetensors file, or an array cannot be put into one. The message names the
 * file and the array.
 */
public final class SafetensorsException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** What was wrong. */
  public enum Problem {
    /** The file could not be opened, read or written. */
    UNREADABLE,
    /** The file is shorter than the length field, or than the header the length field announces. */
    TRUNCATED_HEADER,
    /** The header is longer than 100,000,000 bytes. */
    HEADER_TOO_LARGE,
    /** The header is not UTF-8 or not one JSON object, or a member has the wrong form. */
    MALFORMED_HEADER,
    /** A name occurs twice in one object of the header. */
    DUPLICATE_NAME,
    /** The type word is not one of {@link TensorType}. */
    UNKNOWN_TYPE,
    /** Elements times element size does not fit 64 bits. */
    SIZE_OVERFLOW,
    /** An array's length is not elements times element size, or is negative. */
    WRONG_LENGTH,
    /** An array begins before the one before it ends. */
    OVERLAP,
    /** Bytes between two arrays, or before the first, belong to none. */
    GAP,
    /** The data ends before the last array does. */
    TRUNCATED_DATA,
    /** The data goes on after the last array. */
    TRAILING_BYTES,
    /** The array has 2 GiB or more, which one Java buffer cannot hold. */
    TENSOR_TOO_LARGE,
    /** No array has the name that was asked for. */
    NO_SUCH_TENSOR,
    /** A name that the format reserves or that is not valid Unicode. */
    UNUSABLE_NAME
  }

  private final Problem problem;

  SafetensorsException(Problem problem, String message) {
    super(message);
    this.problem = problem;
  }

  SafetensorsException(Problem problem, String message, Throwable cause) {
    super(message, cause);
    this.problem = problem;
  }

  /** What was wrong, for code. */
  public Problem problem() {
    return problem;
  }
}
