package dev.hybridmim.local.command;

import dev.hybridmim.local.RunException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code hybridmim bench infer}. */
@Command(
    name = "infer",
    description = "Segments a cube of noise by sliding windows and prints what it costs.",
    mixinStandardHelpOptions = true,
    sortOptions = false)
final class BenchInferCommand implements Callable<Integer> {
  private static final int LARGEST = 512;

  @Option(
      names = "--volume",
      paramLabel = "EDGE",
      description = "Edge of the cube in voxels. Default: one window.")
  private Integer volume;

  @Option(
      names = "--batch",
      paramLabel = "N",
      defaultValue = "1",
      description = "Windows at once. Default: ${DEFAULT-VALUE}")
  private int batch;

  @Mixin private BenchEvaluationOptions options;

  @Spec private CommandSpec command;

  private BenchInferCommand() {}

  @Override
  public Integer call() throws InterruptedException {
    int edge = volume == null ? options.profile().augment().subVolume() : volume;
    if (batch < 1 || edge < 1 || edge > LARGEST) {
      throw new RunException("--batch must be 1 or more and --volume 1 to " + LARGEST + ".");
    }
    if (!RoomyProcess.isThis()) {
      return RoomyProcess.run(command);
    }
    return options.run(benchmark -> benchmark.infer(edge, batch));
  }
}
