package dev.hybridmim.local.command;

import dev.hybridmim.evaluator.study.Competitors;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code hybridmim study label-fractions}. */
@Command(
    name = "label-fractions",
    description = {
      "Pre-trains on a task's images without their labels, then fine-tunes from there and from",
      "scratch with more and more of the labels."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false)
final class StudyLabelFractionsCommand implements Callable<Integer> {
  @Option(
      names = "--fractions",
      paramLabel = "PERCENT",
      split = ",",
      defaultValue = "10,20,40,60,80,100",
      description = "Shares of the labelled training cases. Default: ${DEFAULT-VALUE}")
  private List<Double> fractions;

  @Option(
      names = "--competitors",
      paramLabel = "NAME",
      split = ",",
      defaultValue = "scratch,hybridmim-encoder",
      description = "Of studies/competitors.yaml. Default: ${DEFAULT-VALUE}")
  private List<String> competitors;

  @Mixin private StudyOptions options;

  private StudyLabelFractionsCommand() {}

  @Override
  public Integer call() throws InterruptedException {
    return options.run(
        "label-fractions",
        "Label fractions: pre-trained against from scratch",
        all -> Competitors.choose(all, competitors),
        fractions.stream().map(percent -> StudyOptions.share("--fractions", percent)).toList());
  }
}
