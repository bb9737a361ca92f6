package dev.hybridmim.local.command;

import dev.hybridmim.evaluator.study.Competitors;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code hybridmim study competitors}. */
@Command(
    name = "competitors",
    description = {
      "Compares ways to pre-train, each one line of YAML, and training from scratch: the same task,",
      "seeds and budget for all."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false)
final class StudyCompetitorsCommand implements Callable<Integer> {
  @Option(
      names = "--competitors",
      paramLabel = "NAME",
      split = ",",
      description =
          "Which of the list, the first being what the others are compared with. Default: all.")
  private List<String> competitors;

  @Mixin private FractionOption fraction;

  @Mixin private StudyOptions options;

  private StudyCompetitorsCommand() {}

  @Override
  public Integer call() throws InterruptedException {
    return options.run(
        "competitors",
        "Competitors: ways to pre-train",
        all -> competitors == null ? all : Competitors.choose(all, competitors),
        List.of(fraction.share()));
  }
}
