package dev.hybridmim.local.command;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.hybridmim.local.RunException;
import dev.hybridmim.local.learn.LearningStudy;
import dev.hybridmim.platform.json.Json;
import dev.hybridmim.platform.profile.InvalidProfileException;
import dev.hybridmim.platform.profile.Profiles;
import dev.hybridmim.platform.profile.TrainerProfile.ContrastSummary;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code hybridmim bench learn}. */
@Command(
    name = "learn",
    description = {
      "Pre-trains on a directory of scans, once with each summary for the contrast, and writes",
      "learning.csv and learning.svg with every term's curve."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false)
final class BenchLearnCommand implements Callable<Integer> {
  @Option(
      names = "--scans",
      required = true,
      paramLabel = "DIR",
      description = "Directory of NIfTI files (.nii, .nii.gz), nested as you like.")
  private Path scans;

  @Option(
      names = "--out",
      required = true,
      paramLabel = "DIR",
      description = "Where the curves are written.")
  private Path out;

  @Option(
      names = "--profile",
      paramLabel = "NAME_OR_FILE",
      defaultValue = "laptop",
      description = "How to prepare, sample and train. Default: ${DEFAULT-VALUE}")
  private String profile;

  @Option(
      names = "--steps",
      paramLabel = "N",
      defaultValue = "400",
      description = "Of each pre-training. Default: ${DEFAULT-VALUE}")
  private int steps;

  @Option(
      names = "--most-scans",
      paramLabel = "N",
      defaultValue = "1000",
      description = "Use the first N scans by path. Default: ${DEFAULT-VALUE}")
  private int mostScans;

  @Option(
      names = "--summary",
      split = ",",
      defaultValue = "regions,pooled",
      paramLabel = "regions|pooled",
      description = "What the contrast compares. Default: ${DEFAULT-VALUE}")
  private List<ContrastSummary> summaries;

  @Mixin private JsonOption json;

  private BenchLearnCommand() {}

  @Override
  public Integer call() throws JsonProcessingException {
    LearningStudy.Outcome outcome = study();
    if (json.isWanted()) {
      System.out.println(
          Json.mapper().writerWithDefaultPrettyPrinter().writeValueAsString(outcome));
    } else {
      print(outcome);
    }
    System.out.flush();
    return ExitCode.OK;
  }

  private LearningStudy.Outcome study() {
    try {
      return new LearningStudy(Profiles.load(profile), scans, mostScans, steps)
          .run(summaries, out, System.err::println);
    } catch (InvalidProfileException e) {
      throw new RunException(e.getMessage(), e);
    }
  }

  private void print(LearningStudy.Outcome outcome) {
    line(
        "%d scans, %d steps; the contrast is %.3f when all samples look alike.",
        outcome.scans(), outcome.steps(), outcome.chance());
    line(
        "%-10s %12s %12s %14s %14s",
        "summary", "first loss", "last loss", "first contrast", "last");
    for (LearningStudy.Arm arm : outcome.arms()) {
      line(
          "%-10s %12.4f %12.4f %14.4f %14.4f",
          arm.contrastSummary(),
          arm.firstTotal(),
          arm.lastTotal(),
          arm.firstContrast(),
          arm.lastContrast());
    }
    line("Written: %s and learning.svg beside it.", out.resolve("learning.csv"));
  }

  private static void line(String format, Object... values) {
    System.out.println(String.format(Locale.ROOT, format, values));
  }
}
