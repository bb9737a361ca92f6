package dev.hybridmim.local.command;

import dev.hybridmim.local.run.RunRequest;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code hybridmim run}. */
@Command(
    name = "run",
    description = {
      "Pre-trains on a directory of scans and keeps watching it for new ones.",
      "Without --for or --snapshots it goes on until Ctrl-C; the next run goes on where it was."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false)
final class RunCommand implements Callable<Integer> {
  @Option(
      names = "--scans",
      required = true,
      paramLabel = "DIR",
      description = "Directory of NIfTI files (.nii, .nii.gz), nested as you like.")
  private Path scans;

  @Option(
      names = "--task",
      paramLabel = "DIR",
      description =
          "Labelled data in the layout of the Medical Segmentation Decathlon, to score snapshots on."
              + " Without it there is pre-training and no scoring.")
  private Path task;

  @Mixin private InitialWeightsOption initialWeights;
  @Mixin private PlatformOptions platform;
  @Mixin private HomeOption home;
  @Mixin private JsonOption json;

  private RunCommand() {}

  @Override
  public Integer call() {
    RunRequest request =
        new RunRequest(
            scans,
            Optional.ofNullable(task),
            platform.profile("laptop"),
            platform.bound(Optional.empty()),
            home.layout(),
            platform.elsewhere(),
            initialWeights.file());
    return Reporting.run(request, json.isWanted());
  }
}
