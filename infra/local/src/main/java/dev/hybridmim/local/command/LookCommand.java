package dev.hybridmim.local.command;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.hybridmim.local.look.Look;
import dev.hybridmim.platform.json.Json;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code hybridmim look}. */
@Command(
    name = "look",
    description = {
      "Shows what a snapshot makes of a scan: input, masked input, reconstruction and error in three"
          + " planes, and how many hidden patches it sees in every region, as PNG files.",
      "The scan is prepared as the platform would do it; the pictures are pictures of a patient."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false)
final class LookCommand implements Callable<Integer> {
  @Spec private CommandSpec command;
  @Mixin private SnapshotOptions snapshot;

  @Option(
      names = "--scan",
      required = true,
      paramLabel = "FILE_OR_DIR",
      description =
          "A NIfTI file (.nii, .nii.gz), a DICOM file, or a directory with the images of one DICOM"
              + " series.")
  private Path scan;

  @Option(
      names = "--out",
      required = true,
      paramLabel = "DIR",
      description = "Directory for the PNG files; made when it is not there.")
  private Path out;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "Decides which sub-volume is cut and what is hidden of it. Default: 1")
  private long seed;

  @Mixin private JsonOption json;

  private LookCommand() {}

  @Override
  public Integer call() throws InterruptedException, JsonProcessingException {
    if (!RoomyProcess.isThis()) {
      return RoomyProcess.run(command);
    }
    Look look = new Look(scan, out, seed);
    Look.Seen seen = snapshot.with(look::at);
    if (json.isWanted()) {
      System.out.println(Json.mapper().writerWithDefaultPrettyPrinter().writeValueAsString(seen));
    } else {
      System.out.printf(
          Locale.ROOT,
          "Snapshot %s: mean absolute error %.4f where hidden, region counts right %d/%d, patches"
              + " told rightly %.0f %%%n",
          seen.snapshot(),
          seen.meanAbsoluteError(),
          seen.regionsRight(),
          seen.regions(),
          100 * seen.positionsRight());
      seen.files().forEach(System.out::println);
    }
    System.out.flush();
    return ExitCode.OK;
  }
}
