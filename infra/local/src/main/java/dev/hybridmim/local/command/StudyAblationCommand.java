package dev.hybridmim.local.command;

import dev.hybridmim.evaluator.study.Competitor;
import dev.hybridmim.evaluator.study.Competitors;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code hybridmim study ablation}. */
@Command(
    name = "ablation",
    description = {
      "Changes one thing of HybridMIM's pre-training at a time: each loss off, the whole box, other",
      "masks, regions and patches."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false)
final class StudyAblationCommand implements Callable<Integer> {
  private static final String REFERENCE = "hybridmim";

  @Option(
      names = "--rows",
      paramLabel = "NAME",
      split = ",",
      description = "Which rows, besides hybridmim itself. Default: all that fit the profile.")
  private List<String> rows;

  @Mixin private FractionOption fraction;

  @Mixin private StudyOptions options;

  private StudyAblationCommand() {}

  @Override
  public Integer call() throws InterruptedException {
    return options.run(
        "ablation",
        "Ablation: HybridMIM with one thing changed",
        all -> {
          List<Competitor> table = Competitors.builtIn("ablation");
          List<Competitor> fitting = options.fitting(table);
          if (rows == null) {
            return fitting;
          }
          List<String> names = new ArrayList<>(rows);
          names.remove(REFERENCE);
          names.add(0, REFERENCE);
          return Competitors.choose(fitting, names);
        },
        List.of(fraction.share()));
  }
}
