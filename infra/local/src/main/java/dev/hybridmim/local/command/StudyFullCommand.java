package dev.hybridmim.local.command;

import dev.hybridmim.evaluator.study.Competitors;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code hybridmim study full}. */
@Command(
    name = "full",
    description = {
      "Fine-tunes with all labels, as long as --fine-tune-steps says, to see how good a profile's",
      "network gets."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false)
final class StudyFullCommand implements Callable<Integer> {
  @Option(
      names = "--competitors",
      paramLabel = "NAME",
      split = ",",
      defaultValue = "hybridmim-encoder",
      description = "Of studies/competitors.yaml. Default: ${DEFAULT-VALUE}")
  private List<String> competitors;

  @Mixin private StudyOptions options;

  private StudyFullCommand() {}

  @Override
  public Integer call() throws InterruptedException {
    return options.run(
        "full", "All labels", all -> Competitors.choose(all, competitors), List.of(1.0));
  }
}
