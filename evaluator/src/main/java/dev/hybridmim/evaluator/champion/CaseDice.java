package dev.hybridmim.evaluator.champion;

import dev.hybridmim.evaluator.report.CaseReport;
import dev.hybridmim.evaluator.report.ScoreReport;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** The Dice of every held-back case of every piece of work of one snapshot. */
final class CaseDice {
  private final SortedMap<String, Double> values = new TreeMap<>();

  private CaseDice() {}

  static CaseDice of(List<ScoreReport> reports) {
    CaseDice dice = new CaseDice();
    for (ScoreReport report : reports) {
      for (CaseReport one : report.pretrained().cases()) {
        String name = report.item() + " " + one.reference();
        one.dice().ifPresent(value -> dice.values.put(name, value));
      }
    }
    return dice;
  }

  boolean isEmpty() {
    return values.isEmpty();
  }

  double[] values() {
    return values.values().stream().mapToDouble(Double::doubleValue).toArray();
  }

  /** This less another snapshot's, for each case that both have. */
  double[] gainOver(CaseDice other) {
    return values.entrySet().stream()
        .filter(one -> other.values.containsKey(one.getKey()))
        .mapToDouble(one -> one.getValue() - other.values.get(one.getKey()))
        .toArray();
  }
}
