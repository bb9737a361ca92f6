package dev.hybridmim.evaluator.task;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/**
 * Which cases are trained on and which are held back; see this package's documentation for the
 * rule.
 *
 * @param training cases to learn from, at least one
 * @param validation cases that tell when to stop, perhaps none; they were set aside from the
 *     training cases
 * @param heldBack cases to score, at least one; no subject is in two of the three
 */
public record TaskSplit(
    List<LabelledCase> training, List<LabelledCase> validation, List<LabelledCase> heldBack) {
  private static final String FOLDS = "fold";
  private static final String VALIDATION = "validation";
  private static final String FRACTIONS = "fraction";

  public TaskSplit {
    training = List.copyOf(training);
    validation = List.copyOf(validation);
    heldBack = List.copyOf(heldBack);
  }

  /** A division without validation cases. */
  public TaskSplit(List<LabelledCase> training, List<LabelledCase> heldBack) {
    this(training, List.of(), heldBack);
  }

  /**
   * Divides a task.
   *
   * @throws IllegalArgumentException when the task has fewer folds than the settings ask for, or
   *     too few subjects to set some aside
   */
  public static TaskSplit of(SegmentationTask task, SplitSettings settings) {
    List<LabelledCase> heldBack =
        task.cases().stream().anyMatch(LabelledCase::heldBack)
            ? published(task, settings)
            : fold(task, settings);
    List<LabelledCase> others =
        task.cases().stream().filter(one -> !heldBack.contains(one)).toList();
    int trained = atLeastOne(others.size() * settings.labelFraction(), others.size());
    List<LabelledCase> training = ordered(others, FRACTIONS, settings.seed()).subList(0, trained);
    List<LabelledCase> validation = validation(task, training, settings);
    return new TaskSplit(
        training.stream().filter(one -> !validation.contains(one)).toList(), validation, heldBack);
  }

  private static List<LabelledCase> validation(
      SegmentationTask task, List<LabelledCase> training, SplitSettings settings) {
    if (settings.validationFraction() == 0) {
      return List.of();
    }
    List<LabelledCase> ordered = ordered(training, VALIDATION, settings.seed());
    List<String> subjects = ordered.stream().map(LabelledCase::subject).distinct().toList();
    if (subjects.size() < 2) {
      throw new IllegalArgumentException(
          "Task "
              + task.name()
              + " has training cases of one subject only, from which none can be set aside for an"
              + " early stop; set evaluator.earlyStop.validationFraction to 0 or use more labels.");
    }
    int count = atLeastOne(subjects.size() * settings.validationFraction(), subjects.size() - 1);
    Set<String> chosen = Set.copyOf(subjects.subList(0, count));
    return ordered.stream().filter(one -> chosen.contains(one.subject())).toList();
  }

  private static List<LabelledCase> published(SegmentationTask task, SplitSettings settings) {
    if (settings.fold() > 0) {
      throw new IllegalArgumentException(
          "Task "
              + task.name()
              + " comes with a division of its own, which is fold 0; there is no fold "
              + settings.fold()
              + ".");
    }
    List<LabelledCase> heldBack = task.cases().stream().filter(LabelledCase::heldBack).toList();
    return ordered(heldBack, FOLDS, settings.seed());
  }

  private static List<LabelledCase> fold(SegmentationTask task, SplitSettings settings) {
    List<LabelledCase> ordered = ordered(task.cases(), FOLDS, settings.seed());
    List<String> subjects = ordered.stream().map(LabelledCase::subject).distinct().toList();
    if (subjects.size() < 2) {
      throw new IllegalArgumentException(
          "Task " + task.name() + " has cases of one subject only, which can't be divided.");
    }
    int count = atLeastOne(subjects.size() * settings.heldBackFraction(), subjects.size() - 1);
    int folds = subjects.size() / count;
    if (settings.fold() >= folds) {
      throw new IllegalArgumentException(
          "Holding back "
              + count
              + " of "
              + subjects.size()
              + " cases gives "
              + folds
              + " folds, counted from 0; there is no fold "
              + settings.fold()
              + ".");
    }
    int first = settings.fold() * count;
    Set<String> chosen = Set.copyOf(subjects.subList(first, first + count));
    return ordered.stream().filter(one -> chosen.contains(one.subject())).toList();
  }

  private static int atLeastOne(double share, int most) {
    return (int) Math.max(1, Math.min(most, Math.round(share)));
  }

  private static List<LabelledCase> ordered(List<LabelledCase> cases, String purpose, long seed) {
    return cases.stream()
        .sorted(
            Comparator.comparing((LabelledCase labelled) -> rank(labelled, purpose, seed))
                .thenComparing(LabelledCase::fileName))
        .toList();
  }

  /**
   * SHA-256 of purpose, seed and subject: ranks of different purposes have nothing to do with each
   * other.
   */
  private static ByteBuffer rank(LabelledCase labelled, String purpose, long seed) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(purpose.getBytes(StandardCharsets.UTF_8));
      digest.update(ByteBuffer.allocate(Long.BYTES).putLong(0, seed));
      digest.update(labelled.subject().getBytes(StandardCharsets.UTF_8));
      return ByteBuffer.wrap(digest.digest());
    } catch (NoSuchAlgorithmException exception) {
      throw new IllegalStateException("Every Java platform has SHA-256.", exception);
    }
  }
}
