package dev.hybridmim.local.command;

import dev.hybridmim.evaluator.leaderboard.Leaderboard;
import dev.hybridmim.evaluator.leaderboard.Leaderboard.Row;
import dev.hybridmim.local.RunException;
import dev.hybridmim.local.run.StoreAccess;
import dev.hybridmim.local.view.TextTable;
import dev.hybridmim.platform.store.ObjectStoreException;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code hybridmim scores}. */
@Command(
    name = "scores",
    description = {
      "Shows every scored snapshot, the best first, beside the same network from scratch.",
      "A star marks a task's champion."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false)
final class ScoresCommand implements Callable<Integer> {
  @Option(names = "--task", paramLabel = "T", description = "Only of this task.")
  private String task;

  @Mixin private StoreOption where;
  @Mixin private JsonOption json;

  private ScoresCommand() {}

  @Override
  public Integer call() throws InterruptedException {
    Leaderboard board;
    try (StoreAccess access = where.access()) {
      board = Leaderboard.read(access.store(), Optional.ofNullable(task));
    } catch (ObjectStoreException e) {
      throw new RunException(e.getMessage(), e);
    }
    if (json.isWanted()) {
      Output.json(board);
    } else {
      Output.text(board.rows().isEmpty() ? nothing() : table(board));
    }
    for (String key : board.unreadable()) {
      System.err.println("The report " + key + " can't be read; delete it and it is made again.");
    }
    return ExitCode.OK;
  }

  private String nothing() {
    return task == null
        ? "No snapshot is scored yet: `hybridmim run` scores them when it has a task.\n"
        : "No snapshot is scored on a task " + task + " yet.\n";
  }

  private static TextTable table(Leaderboard board) {
    TextTable table =
        new TextTable(
            "",
            "task",
            "snapshot",
            "Dice",
            "scratch",
            "HD95 mm",
            "surface Dice",
            "labels",
            "fold",
            "seed",
            "cases",
            "seen",
            "scored at");
    for (Row row : board.rows()) {
      table.add(
          row.champion() ? "*" : " ",
          row.task(),
          row.snapshot(),
          number(row.dice(), 3),
          number(row.diceScratch(), 3),
          number(row.hd95Mm(), 2),
          number(row.surfaceDice(), 3),
          String.format(Locale.ROOT, "%.2f", row.labelFraction()),
          Integer.toString(row.fold()),
          Long.toString(row.seed()),
          Integer.toString(row.heldBackCases()),
          Integer.toString(row.heldBackSeen()),
          row.createdAt());
    }
    return table;
  }

  private static String number(OptionalDouble value, int digits) {
    return value.isPresent()
        ? String.format(Locale.ROOT, "%." + digits + "f", value.getAsDouble())
        : "-";
  }
}
