package dev.hybridmim.evaluator.task;

import java.util.Locale;

/**
 * One thing that is wrong with a task.
 *
 * @param where {@code dataset.json} or the place of a case in it, such as {@code training[17]}
 * @param message what was wrong and what to do, one sentence
 */
public record TaskProblem(String where, Kind kind, String message) {

  /** The kinds of problem. */
  public enum Kind {
    /** {@code dataset.json} is missing, is not JSON or lacks a key. */
    DESCRIPTION,
    /** A file that the description names is not there. */
    MISSING_FILE,
    /** An image or label file can't be read. */
    UNREADABLE,
    /** Image and labels have different numbers of voxels. */
    SHAPE_MISMATCH,
    /** Image and labels lie at different places in the patient. */
    AFFINE_MISMATCH,
    /** A label file holds values that the description doesn't know. */
    UNEXPECTED_LABEL;

    /** The word that stands in messages, such as {@code missing-file}. */
    public String word() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  @Override
  public String toString() {
    return where + ": " + kind.word() + ": " + message;
  }
}
