package dev.hybridmim.local.command;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hybridmim.evaluator.adapter.Preset;
import dev.hybridmim.evaluator.task.InvalidTaskException;
import dev.hybridmim.evaluator.task.LabelledCase;
import dev.hybridmim.evaluator.task.SegmentationTask;
import dev.hybridmim.local.RunException;
import dev.hybridmim.local.tasks.TaskRegistry;
import dev.hybridmim.local.view.TextTable;
import dev.hybridmim.platform.json.Json;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code hybridmim task}. */
@Command(
    name = "task",
    description = "Registers labelled data on which `run` scores snapshots.",
    mixinStandardHelpOptions = true,
    subcommands = {TaskCommand.AddCommand.class, TaskCommand.ListCommand.class},
    synopsisSubcommandLabel = "COMMAND")
final class TaskCommand {
  private TaskCommand() {}

  /**
   * A registered task.
   *
   * @param heldBack cases that a published division holds back; 0: folds by seed
   * @param problem why it can't be used any more
   */
  record Row(
      String name,
      String directory,
      int channels,
      List<String> classes,
      boolean overlapping,
      int cases,
      int subjects,
      int heldBack,
      Optional<String> problem) {

    static Row of(SegmentationTask task) {
      List<String> classes = new ArrayList<>();
      for (int number = 1; number <= task.labels().reported(); number++) {
        classes.add(task.labels().name(number));
      }
      return new Row(
          task.name(),
          task.directory().toString(),
          task.channels(),
          classes,
          task.labels().overlapping(),
          task.cases().size(),
          (int) task.cases().stream().map(LabelledCase::subject).distinct().count(),
          (int) task.cases().stream().filter(LabelledCase::heldBack).count(),
          Optional.empty());
    }

    static Row broken(Path directory, InvalidTaskException problem) {
      return new Row(
          directory.getFileName().toString(),
          directory.toString(),
          0,
          List.of(),
          false,
          0,
          0,
          0,
          Optional.of(problem.getMessage()));
    }

    String division() {
      return heldBack == 0 ? "folds by seed" : "published: " + heldBack + " held back";
    }
  }

  /** {@code hybridmim task add}. */
  @Command(
      name = "add",
      description = {
        "Reads every file of a labelled data set and registers it in the home.",
        "Nothing is copied: the data stay where they are."
      },
      mixinStandardHelpOptions = true,
      sortOptions = false)
  static final class AddCommand implements Callable<Integer> {
    @Parameters(paramLabel = "DIR", description = "Directory of the data set.")
    private Path data;

    @Option(
        names = "--name",
        paramLabel = "N",
        defaultValue = "",
        description = "What the task is called. Default: what the data set calls itself.")
    private String name;

    @Option(
        names = "--preset",
        paramLabel = "msd|btcv|brats2020|brats2023",
        defaultValue = "msd",
        description = "How the data set is laid out. Default: msd")
    private Preset preset;

    @Mixin private HomeOption home;
    @Mixin private JsonOption json;

    @Override
    public Integer call() {
      Row row = Row.of(add());
      if (json.isWanted()) {
        Output.json(row);
      } else {
        Output.text(
            "Task %s: %d cases of %d subjects, %d %s, classes %s; %s. `hybridmim run` scores on it.%n"
                .formatted(
                    row.name(),
                    row.cases(),
                    row.subjects(),
                    row.channels(),
                    row.channels() == 1 ? "channel" : "channels",
                    String.join(", ", row.classes()),
                    row.division()));
      }
      return ExitCode.OK;
    }

    private SegmentationTask add() {
      try {
        return new TaskRegistry(home.layout()).add(data, preset, name);
      } catch (InvalidTaskException e) {
        StringBuilder all = new StringBuilder("The data set in " + data + " can't be used:");
        e.problems().forEach(problem -> all.append("\n  ").append(problem));
        throw new RunException(all.toString(), e);
      }
    }
  }

  /** {@code hybridmim task list}. */
  @Command(
      name = "list",
      description = "Lists the registered tasks.",
      mixinStandardHelpOptions = true)
  static final class ListCommand implements Callable<Integer> {
    @Mixin private HomeOption home;
    @Mixin private JsonOption json;

    @Override
    public Integer call() {
      List<Row> rows = new ArrayList<>();
      for (Path directory : new TaskRegistry(home.layout()).directories()) {
        try {
          rows.add(Row.of(SegmentationTask.open(directory)));
        } catch (InvalidTaskException e) {
          rows.add(Row.broken(directory, e));
        }
      }
      if (json.isWanted()) {
        ObjectNode document = Json.mapper().createObjectNode();
        document.set("tasks", Json.mapper().valueToTree(rows));
        Output.json(document);
        return ExitCode.OK;
      }
      TextTable table =
          new TextTable("task", "cases", "subjects", "channels", "classes", "held back");
      for (Row row : rows) {
        table.add(
            row.name(),
            Integer.toString(row.cases()),
            Integer.toString(row.subjects()),
            Integer.toString(row.channels()),
            row.problem().isPresent() ? "can't be used" : Integer.toString(row.classes().size()),
            row.division());
      }
      Output.text(rows.isEmpty() ? "No task is registered; see `hybridmim task add`.\n" : table);
      for (Row row : rows) {
        row.problem().ifPresent(problem -> System.err.println(row.name() + ": " + problem));
      }
      return ExitCode.OK;
    }
  }
}
