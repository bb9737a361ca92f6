package dev.hybridmim.evaluator.leaderboard;

import dev.hybridmim.evaluator.champion.Champion;
import dev.hybridmim.evaluator.champion.Champions;
import dev.hybridmim.evaluator.report.ClassReport;
import dev.hybridmim.evaluator.report.OutcomeReport;
import dev.hybridmim.evaluator.report.ScoreReport;
import dev.hybridmim.platform.json.Json;
import dev.hybridmim.platform.store.ObjectInfo;
import dev.hybridmim.platform.store.ObjectStore;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Scores by task, the best mean Dice first.
 *
 * @param rows scores
 * @param unreadable keys of reports that can't be read
 */
public record Leaderboard(List<Row> rows, List<String> unreadable) {
  private static final long MOST_REPORT_BYTES = 64 << 20;

  public Leaderboard {
    rows = List.copyOf(rows);
    unreadable = List.copyOf(unreadable);
  }

  /**
   * One score.
   *
   * @param champion whether the snapshot is the task's champion
   * @param diceScratch of the same network from scratch
   * @param heldBackSeen above 0: the score is transductive
   * @param item piece of work; empty for the profile's own settings
   */
  public record Row(
      String task,
      String snapshot,
      boolean champion,
      OptionalDouble dice,
      OptionalDouble diceScratch,
      OptionalDouble hd95Mm,
      OptionalDouble surfaceDice,
      double labelFraction,
      int fold,
      long seed,
      int trainingCases,
      int heldBackCases,
      int heldBackSeen,
      String item,
      String createdAt,
      List<ClassReport> classes) {}

  /**
   * Reads every report.
   *
   * @param task only its scores; empty: all
   */
  public static Leaderboard read(ObjectStore store, Optional<String> task) {
    Champions champions = new Champions(store);
    List<Champion> all =
        champions.tasks().stream().flatMap(name -> champions.current(name).stream()).toList();
    List<Row> rows = new ArrayList<>();
    List<String> unreadable = new ArrayList<>();
    for (ObjectInfo object : store.list(ScoreReport.ROOT)) {
      try {
        ScoreReport report =
            Json.mapper().readValue(store.get(object.key(), MOST_REPORT_BYTES), ScoreReport.class);
        if (task.isEmpty() || task.get().equals(report.task())) {
          rows.add(row(report, all));
        }
      } catch (IOException exception) {
        unreadable.add(object.key());
      }
    }
    rows.sort(
        Comparator.comparing(Row::task)
            .thenComparing(row -> -row.dice().orElse(-1))
            .thenComparing(Row::snapshot)
            .thenComparing(Row::item));
    return new Leaderboard(rows, unreadable);
  }

  private static Row row(ScoreReport report, List<Champion> champions) {
    OutcomeReport outcome = report.pretrained();
    boolean champion =
        champions.stream()
            .anyMatch(
                one -> one.task().equals(report.task()) && one.isOf(report.runId(), report.step()));
    return new Row(
        report.task(),
        report.snapshot(),
        champion,
        outcome.dice(),
        report.scratch().dice(),
        outcome.hd95Mm(),
        outcome.classes().stream()
            .filter(one -> one.surfaceDice().isPresent())
            .mapToDouble(one -> one.surfaceDice().getAsDouble())
            .average(),
        report.labelFraction(),
        report.fold(),
        report.seed(),
        report.trainingCases(),
        report.heldBackCases(),
        report.heldBackSeen(),
        report.item(),
        report.createdAt(),
        outcome.classes());
  }
}
