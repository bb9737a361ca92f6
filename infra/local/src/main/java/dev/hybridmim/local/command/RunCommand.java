package dev.hybridmim.local.command;

import dev.hybridmim.local.RunException;
import dev.hybridmim.local.home.PrivateFiles;
import dev.hybridmim.local.run.RunRequest;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

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
      paramLabel = "DIR",
      description =
          "Directory of NIfTI files (.nii, .nii.gz), DICOM images, or zip and tar archives of these;"
              + " nested as you like.")
  private Path scans;

  @Option(
      names = "--task",
      paramLabel = "DIR",
      description =
          "Labelled data in the layout of the Medical Segmentation Decathlon, to score snapshots on, besides"
              + " the tasks that `hybridmim task add` has registered. Without any there is pre-training"
              + " and no scoring.")
  private Path task;

  @Option(
      names = "--intake",
      description = "Take instances from a PACS as well, or instead of --scans.")
  private boolean intake;

  @Mixin private IntakeOptions intakeOptions;
  @Mixin private InitialWeightsOption initialWeights;
  @Mixin private MetricsPortOption metrics;
  @Mixin private PlatformOptions platform;
  @Mixin private HomeOption home;
  @Mixin private JsonOption json;

  @Spec private CommandSpec command;

  private RunCommand() {}

  @Override
  public Integer call() {
    if (!intake && intakeOptions.areGiven()) {
      throw new ParameterException(
          command.commandLine(),
          "--aet, --dicom-port, --http-port, --bind, --caller and --intake-settings say how images are"
              + " taken in from a PACS: add --intake, or leave them out.");
    }
    RunRequest request =
        new RunRequest(
            scans(),
            Optional.ofNullable(task),
            platform.profile("laptop"),
            platform.bound(Optional.empty()),
            home.layout(),
            platform.elsewhere(),
            initialWeights.file(),
            intake ? Optional.of(intakeOptions.request()) : Optional.empty(),
            metrics.port());
    return Reporting.run(request, json.isWanted());
  }

  /** Without scans of its own a run watches an empty directory of its home. */
  private Path scans() {
    if (scans != null) {
      return scans;
    }
    if (!intake) {
      throw new ParameterException(
          command.commandLine(), "Give --scans DIR, or --intake, or both: where scans come from.");
    }
    Path none = home.layout().root().resolve("no-scans");
    try {
      PrivateFiles.createDirectory(home.layout().root());
      PrivateFiles.createDirectory(none);
      return none;
    } catch (IOException e) {
      throw new RunException("The directory " + none + " can't be made: " + e.getMessage(), e);
    }
  }
}
