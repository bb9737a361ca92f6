package dev.hybridmim.local.command;

import dev.hybridmim.local.RunException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code hybridmim bench finetune}. */
@Command(
    name = "finetune",
    description = "Makes steps of fine-tuning on noise and prints what one costs.",
    mixinStandardHelpOptions = true,
    sortOptions = false)
final class BenchFineTuneCommand implements Callable<Integer> {
  @Option(names = "--batch", paramLabel = "N", description = "Crops. Default: the profile's.")
  private Integer batch;

  @Mixin private BenchEvaluationOptions options;

  @Spec private CommandSpec command;

  private BenchFineTuneCommand() {}

  @Override
  public Integer call() throws InterruptedException {
    int crops = batch == null ? options.profile().evaluator().batchSize() : batch;
    if (crops < 1) {
      throw new RunException("--batch must be 1 or more.");
    }
    if (!RoomyProcess.isThis()) {
      return RoomyProcess.run(command);
    }
    return options.run(benchmark -> benchmark.fineTune(crops));
  }
}
