package dev.hybridmim.local.command;

import dev.hybridmim.evaluator.study.ContinualCompetitors;
import dev.hybridmim.local.RunException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code hybridmim study continual}. */
@Command(
    name = "continual",
    description = {
      "Lets the archive arrive in parts: learning on with replay, restarting on everything, or",
      "learning only the newest part, each scored after every part."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false)
final class StudyContinualCommand implements Callable<Integer> {
  private static final int MOST_PARTS = 20;

  @Option(
      names = "--parts",
      paramLabel = "K",
      defaultValue = "3",
      description = "Of the archive, in the order of the task's list. Default: ${DEFAULT-VALUE}")
  private int parts;

  @Mixin private FractionOption fraction;

  @Mixin private StudyOptions options;

  private StudyContinualCommand() {}

  @Override
  public Integer call() throws InterruptedException {
    if (parts < 2 || parts > MOST_PARTS) {
      throw new RunException("--parts must be 2 to " + MOST_PARTS + ".");
    }
    return options.run(
        "continual",
        "The archive arrives in parts",
        all -> ContinualCompetitors.of(parts),
        List.of(fraction.share()));
  }
}
