package dev.hybridmim.local.command;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.hybridmim.ingest.bench.PrepareBenchmark;
import dev.hybridmim.ingest.bench.PrepareReport;
import dev.hybridmim.ingest.bench.PrepareReport.StageCost;
import dev.hybridmim.ingest.image.UnreadableScanException;
import dev.hybridmim.ingest.pipeline.PreparationRecipe;
import dev.hybridmim.local.RunException;
import dev.hybridmim.platform.json.Json;
import dev.hybridmim.platform.profile.InvalidProfileException;
import dev.hybridmim.platform.profile.Profile;
import dev.hybridmim.platform.profile.Profiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code hybridmim bench prepare}. */
@Command(
    name = "prepare",
    description = {
      "Prepares one scan several times and prints what each stage costs.",
      "Without --volume it is a synthetic CT of 512 x 512 x 150 voxels."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false)
final class BenchPrepareCommand implements Callable<Integer> {
  private static final int EDGE = 512;
  private static final int SLICES = 150;
  private static final double MEGABYTE = 1e6;

  @Option(names = "--volume", paramLabel = "FILE", description = "Prepare this NIfTI file.")
  private Path volume;

  @Option(
      names = "--profile",
      paramLabel = "NAME_OR_FILE",
      defaultValue = "paper-unet",
      description = "How to prepare it. Default: ${DEFAULT-VALUE}, 1.5 x 1.5 x 2.0 mm.")
  private String profile;

  @Option(
      names = "--passes",
      paramLabel = "N",
      defaultValue = "3",
      description = "How many passes are timed; the median is shown. Default: ${DEFAULT-VALUE}")
  private int passes;

  @Mixin private JsonOption json;

  private BenchPrepareCommand() {}

  @Override
  public Integer call() throws JsonProcessingException {
    PrepareReport report = measure();
    if (json.isWanted()) {
      System.out.println(Json.mapper().writerWithDefaultPrettyPrinter().writeValueAsString(report));
    } else {
      print(report);
    }
    System.out.flush();
    return ExitCode.OK;
  }

  private PrepareReport measure() {
    if (passes < 1) {
      throw new RunException("--passes is " + passes + " but must be at least 1.");
    }
    if (volume != null && !Files.isReadable(volume)) {
      throw new RunException("The file " + volume + " does not exist or may not be read.");
    }
    try {
      PrepareBenchmark benchmark = new PrepareBenchmark(recipe(), passes);
      return volume == null ? benchmark.ofSynthetic(EDGE, SLICES) : benchmark.of(volume);
    } catch (UnreadableScanException e) {
      throw new RunException(e.getMessage(), e);
    } catch (IOException e) {
      throw new RunException("The measurement failed on the disk: " + e.getMessage(), e);
    }
  }

  private PreparationRecipe recipe() {
    try {
      Profile loaded = Profiles.load(profile);
      return PreparationRecipe.of(loaded);
    } catch (InvalidProfileException e) {
      throw new RunException(e.getMessage(), e);
    }
  }

  private static void print(PrepareReport report) {
    line(
        "%s voxels of %s mm become %s.",
        report.shape(),
        report.spacingMm().stream().map(edge -> "%.3g".formatted(edge)).toList(),
        report.prepared());
    line("%-14s %9s %9s %9s %9s", "stage", "seconds", "CPU s", "MB/s", "peak MB");
    for (StageCost stage : report.stages()) {
      line(
          "%-14s %9.3f %9.3f %9.0f %9.1f",
          stage.stage(),
          stage.seconds(),
          stage.cpuSeconds(),
          stage.megabytesPerSecond(),
          stage.peakBytes() / MEGABYTE);
    }
    line(
        "%-14s %9.3f %9.3f %9.0f %9.1f",
        "all",
        report.seconds(),
        report.cpuSeconds(),
        report.decodedBytes() / MEGABYTE / report.seconds(),
        report.peakBytes() / MEGABYTE);
    line(
        "%.0f scans per hour and core; %.2f CPU seconds in a process that has just started.",
        report.scansPerHourPerCore(), report.coldCpuSeconds());
    line(
        "Heap peak %.2f times the %.1f MB that the decoded voxels have.",
        (double) report.peakBytes() / report.decodedBytes(), report.decodedBytes() / MEGABYTE);
    line(
        "Prepared %.1f MB, %.0f %% of the file's %.1f MB.",
        report.preparedBytes() / MEGABYTE,
        100.0 * report.preparedBytes() / report.originalBytes(),
        report.originalBytes() / MEGABYTE);
  }

  private static void line(String format, Object... values) {
    System.out.println(String.format(Locale.ROOT, format, values));
  }
}
