package dev.hybridmim.evaluator.report;

import dev.hybridmim.evaluator.metric.DefinedMean;
import dev.hybridmim.platform.message.Outcome;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * One network, fine-tuned and scored.
 *
 * @param dice mean over the foreground classes
 * @param hd95Mm mean over the foreground classes in which it is defined, millimetres
 * @param classes foreground classes in the order of their labels
 * @param seconds wall time of fine-tuning and scoring together
 * @param cpuSeconds processor time of the same
 * @param losses training loss: the mean over each stretch of steps, first to last
 * @param transfer which weights the network began with
 * @param cases every held-back case, in the order in which they were scored; empty in reports that
 *     were written before cases were kept
 * @param earlyStop how it was ended; empty when all steps were to be made
 */
public record OutcomeReport(
    OptionalDouble dice,
    OptionalDouble hd95Mm,
    List<ClassReport> classes,
    double seconds,
    double cpuSeconds,
    List<Double> losses,
    WeightTransfer transfer,
    List<CaseReport> cases,
    Optional<EarlyStopReport> earlyStop) {

  public OutcomeReport {
    cases = cases == null ? List.of() : List.copyOf(cases);
    classes = List.copyOf(classes);
    losses = List.copyOf(losses);
  }

  /** An outcome after all steps. */
  public static OutcomeReport of(
      List<ClassReport> classes,
      double seconds,
      double cpuSeconds,
      List<Double> losses,
      WeightTransfer transfer,
      List<CaseReport> cases) {
    return of(classes, seconds, cpuSeconds, losses, transfer, cases, Optional.empty());
  }

  /** An outcome, averaged over its classes. */
  public static OutcomeReport of(
      List<ClassReport> classes,
      double seconds,
      double cpuSeconds,
      List<Double> losses,
      WeightTransfer transfer,
      List<CaseReport> cases,
      Optional<EarlyStopReport> earlyStop) {
    return new OutcomeReport(
        mean(classes.stream().map(ClassReport::dice).toList()),
        mean(classes.stream().map(ClassReport::hd95Mm).toList()),
        classes,
        seconds,
        cpuSeconds,
        losses,
        transfer,
        cases,
        earlyStop);
  }

  /** The message for topic {@code scores}. */
  public Outcome toMessage() {
    Outcome.Builder message =
        Outcome.newBuilder()
            .setDice(dice.orElse(Double.NaN))
            .setHd95Mm(hd95Mm.orElse(Double.NaN))
            .setSeconds(seconds)
            .setCpuSeconds(cpuSeconds)
            .setFinalLoss(losses.isEmpty() ? Double.NaN : losses.get(losses.size() - 1));
    earlyStop.ifPresent(
        stop -> message.setChosenStep(stop.chosenStep()).setStepsMade(stop.stepsMade()));
    classes.forEach(report -> message.addClasses(report.toMessage()));
    return message.build();
  }

  private static OptionalDouble mean(List<OptionalDouble> values) {
    double[] defined = values.stream().mapToDouble(value -> value.orElse(Double.NaN)).toArray();
    return ClassReport.optional(DefinedMean.of(defined).mean());
  }
}
