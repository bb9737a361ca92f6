package dev.hybridmim.local.command;

import dev.hybridmim.evaluator.study.Competitors;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code hybridmim study partial-time}. */
@Command(
    name = "partial-time",
    description = {
      "Pre-trains with and without partial region prediction, one after the other, and says what",
      "both cost and what came of them. Run it on a machine that does nothing else."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false)
final class StudyPartialTimeCommand implements Callable<Integer> {
  @Mixin private FractionOption fraction;

  @Mixin private StudyOptions options;

  private StudyPartialTimeCommand() {}

  @Override
  public Integer call() throws InterruptedException {
    return options.run(
        "partial-time",
        "Partial region prediction: what it saves",
        all ->
            Competitors.choose(Competitors.builtIn("ablation"), List.of("full-box", "hybridmim")),
        List.of(fraction.share()),
        StudyOptions.ONE_AFTER_THE_OTHER);
  }
}
