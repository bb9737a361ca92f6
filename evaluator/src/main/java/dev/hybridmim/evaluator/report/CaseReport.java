package dev.hybridmim.evaluator.report;

import dev.hybridmim.evaluator.metric.ClassMetrics;
import java.util.List;
import java.util.OptionalDouble;

/**
 * One held-back case.
 *
 * @param reference the case's place in the task's description, such as {@code training[17]}
 * @param classes foreground classes in the order of their labels
 */
public record CaseReport(String reference, List<OfClass> classes) {

  public CaseReport {
    classes = List.copyOf(classes);
  }

  /**
   * One class of the case; a metric that is undefined is absent.
   *
   * @param label from 1
   * @param hd95Mm millimetres
   * @param volumeDifferenceMm3 predicted less labelled volume
   */
  public record OfClass(
      int label,
      OptionalDouble dice,
      OptionalDouble hd95Mm,
      OptionalDouble surfaceDice,
      OptionalDouble volumeDifferenceMm3) {}

  /** The report of measured classes. */
  public static CaseReport of(String reference, List<ClassMetrics> metrics) {
    return new CaseReport(
        reference,
        metrics.stream()
            .map(
                one ->
                    new OfClass(
                        one.label(),
                        ClassReport.optional(one.dice()),
                        ClassReport.optional(one.hd95Mm()),
                        ClassReport.optional(one.surfaceDice()),
                        ClassReport.optional(one.volumeDifferenceMm3())))
            .toList());
  }

  /** Mean Dice over the classes that the case holds. */
  public OptionalDouble dice() {
    return classes.stream()
        .filter(one -> one.dice().isPresent())
        .mapToDouble(one -> one.dice().getAsDouble())
        .average();
  }
}
