package dev.hybridmim.evaluator.report;

import dev.hybridmim.evaluator.metric.ClassMetrics;
import dev.hybridmim.evaluator.metric.DefinedMean;
import dev.hybridmim.platform.message.ClassScore;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.ToDoubleFunction;

/**
 * One class over all held-back cases.
 *
 * <p>Reports that were written before surface Dice and volume difference were measured have
 * neither.
 *
 * @param label from 1
 * @param dice mean over the cases that hold the class
 * @param hd95Mm mean over the cases in which prediction and reference hold the class, millimetres
 * @param cases number of cases behind {@code dice}
 * @param hd95Cases number of cases behind {@code hd95Mm}
 * @param surfaceDice mean over the cases in which prediction or reference hold the class
 * @param surfaceToleranceMm tolerance of {@code surfaceDice}, millimetres
 * @param surfaceDiceCases number of cases behind {@code surfaceDice}
 * @param volumeDifferenceMm3 mean over all cases of predicted less labelled volume
 * @param absoluteVolumeDifferenceMm3 mean of the same without sign
 */
public record ClassReport(
    int label,
    String name,
    OptionalDouble dice,
    OptionalDouble hd95Mm,
    int cases,
    int hd95Cases,
    OptionalDouble surfaceDice,
    OptionalDouble surfaceToleranceMm,
    Optional<Integer> surfaceDiceCases,
    OptionalDouble volumeDifferenceMm3,
    OptionalDouble absoluteVolumeDifferenceMm3) {

  /**
   * The means over cases.
   *
   * @param metrics the class in each case
   * @param toleranceMm with which surface Dice was measured
   */
  public static ClassReport of(
      int label, String name, List<ClassMetrics> metrics, double toleranceMm) {
    DefinedMean dice = mean(metrics, ClassMetrics::dice);
    DefinedMean hd95 = mean(metrics, ClassMetrics::hd95Mm);
    DefinedMean surface = mean(metrics, ClassMetrics::surfaceDice);
    DefinedMean volume = mean(metrics, ClassMetrics::volumeDifferenceMm3);
    DefinedMean absolute = mean(metrics, one -> Math.abs(one.volumeDifferenceMm3()));
    return new ClassReport(
        label,
        name,
        optional(dice.mean()),
        optional(hd95.mean()),
        dice.count(),
        hd95.count(),
        optional(surface.mean()),
        OptionalDouble.of(toleranceMm),
        Optional.of(surface.count()),
        optional(volume.mean()),
        optional(absolute.mean()));
  }

  private static DefinedMean mean(
      List<ClassMetrics> metrics, ToDoubleFunction<ClassMetrics> value) {
    return DefinedMean.of(metrics.stream().mapToDouble(value).toArray());
  }

  ClassScore toMessage() {
    return ClassScore.newBuilder()
        .setLabel(label)
        .setName(name)
        .setDice(dice.orElse(Double.NaN))
        .setHd95Mm(hd95Mm.orElse(Double.NaN))
        .setCases(cases)
        .setHd95Cases(hd95Cases)
        .setSurfaceDice(surfaceDice.orElse(Double.NaN))
        .setSurfaceToleranceMm(surfaceToleranceMm.orElse(Double.NaN))
        .setSurfaceDiceCases(surfaceDiceCases.orElse(0))
        .setVolumeDifferenceMm3(volumeDifferenceMm3.orElse(Double.NaN))
        .setAbsoluteVolumeDifferenceMm3(absoluteVolumeDifferenceMm3.orElse(Double.NaN))
        .build();
  }

  static OptionalDouble optional(double value) {
    return Double.isFinite(value) ? OptionalDouble.of(value) : OptionalDouble.empty();
  }
}
