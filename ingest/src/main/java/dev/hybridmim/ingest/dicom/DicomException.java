package dev.hybridmim.ingest.dicom;

import java.util.Objects;

/**
 * An object is no sound DICOM, or none that is supported.
 *
 * <p>The message says what is wrong and where, as a path of tags, and never contains a value of the
 * object: values may identify patients.
 */
public final class DicomException extends Exception {
  private static final long serialVersionUID = 1L;

  /** What kind of thing is wrong. */
  public enum Problem {
    /** It does not begin like a DICOM file. */
    NOT_DICOM,
    /** It ends within an element. */
    TRUNCATED,
    /** Its structure contradicts the standard. */
    CORRUPT,
    /** Nested deeper, more elements or more bytes than this process is willing to hold. */
    BEYOND_LIMITS,
    /** The deflated part can't be inflated. */
    CORRUPT_DEFLATE,
    /** An attribute that is needed is missing. */
    MISSING_ATTRIBUTE,
    /** An attribute's value is none that it can have. */
    INVALID_VALUE,
    /** A transfer syntax whose pixels can't be decoded here. */
    UNSUPPORTED_TRANSFER_SYNTAX,
    /** Pixels of a form that can't be used: packed bits, several samples. */
    UNSUPPORTED_PIXELS,
    /** Colour. */
    COLOUR,
    /** Compressed pixel data that can't be decoded, or to another size than the header says. */
    CORRUPT_PIXELS
  }

  private final Problem problem;
  private final String path;

  /**
   * An exception.
   *
   * @param path of tags, for instance {@code (5200,9230)[3] (0020,9113)}; empty for the whole
   *     object
   * @param sentence what is wrong, without a full stop
   */
  public DicomException(Problem problem, String path, String sentence) {
    this(problem, path, sentence, null);
  }

  public DicomException(Problem problem, String path, String sentence, Throwable cause) {
    super(path.isEmpty() ? sentence : sentence + " at " + path, cause);
    this.problem = Objects.requireNonNull(problem, "problem");
    this.path = path;
  }

  /** What kind of thing is wrong. */
  public Problem problem() {
    return problem;
  }

  /** Where, as a path of tags; empty for the whole object. */
  public String path() {
    return path;
  }
}
