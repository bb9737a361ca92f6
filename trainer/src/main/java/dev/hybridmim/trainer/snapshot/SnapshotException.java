package dev.hybridmim.trainer.snapshot;

/**
 * A snapshot is not there, not whole, or cannot be written. The message names the snapshot and the
 * file.
 */
public final class SnapshotException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** What was wrong. */
  public enum Problem {
    /** There is no manifest below the prefix: no snapshot was ever completed there. */
    NOT_FOUND,
    /** What was asked for may mean more than one snapshot. */
    AMBIGUOUS,
    /** The manifest is not the JSON document of the package's description. */
    MALFORMED_MANIFEST,
    /** The manifest has a format version that this software does not know. */
    UNSUPPORTED_VERSION,
    /** The manifest names another run or step than the prefix it lies below. */
    MISPLACED,
    /** A file that the manifest lists is missing. */
    MISSING_FILE,
    /** A file has another size than the manifest says. */
    WRONG_SIZE,
    /** A file has another SHA-256 than the manifest says. */
    WRONG_CHECKSUM,
    /** A file has the right checksum but not the content its name promises. */
    MALFORMED_FILE,
    /** A whole snapshot of this run and step exists already and is never replaced. */
    ALREADY_EXISTS,
    /** The local directory could not be written. */
    LOCAL_DISK
  }

  private final Problem problem;

  SnapshotException(Problem problem, String message) {
    this(problem, message, null);
  }

  SnapshotException(Problem problem, String message, Throwable cause) {
    super(message, cause);
    this.problem = problem;
  }

  /** What was wrong, for code. */
  public Problem problem() {
    return problem;
  }
}
