package dev.hybridmim.evaluator.report;

import dev.hybridmim.evaluator.metric.DefinedMean;
import dev.hybridmim.platform.message.ClassScore;
import java.util.OptionalDouble;

/**
 * One class over all held-back cases.
 *
 * @param label from 1
 * @param dice mean over the cases that hold the class
 * @param hd95Mm mean over the cases in which prediction and reference hold the class, millimetres
 * @param cases number of cases behind {@code dice}
 * @param hd95Cases number of cases behind {@code hd95Mm}
 */
public record ClassReport(
    int label, String name, OptionalDouble dice, OptionalDouble hd95Mm, int cases, int hd95Cases) {

  public static ClassReport of(int label, String name, DefinedMean dice, DefinedMean hd95Mm) {
    return new ClassReport(
        label, name, optional(dice.mean()), optional(hd95Mm.mean()), dice.count(), hd95Mm.count());
  }

  ClassScore toMessage() {
    return ClassScore.newBuilder()
        .setLabel(label)
        .setName(name)
        .setDice(dice.orElse(Double.NaN))
        .setHd95Mm(hd95Mm.orElse(Double.NaN))
        .setCases(cases)
        .setHd95Cases(hd95Cases)
        .build();
  }

  static OptionalDouble optional(double value) {
    return Double.isFinite(value) ? OptionalDouble.of(value) : OptionalDouble.empty();
  }
}
