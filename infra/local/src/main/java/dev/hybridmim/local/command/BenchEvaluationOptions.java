package dev.hybridmim.local.command;

import dev.hybridmim.evaluator.benchmark.EvaluationBenchmark;
import dev.hybridmim.evaluator.benchmark.EvaluationFigures;
import dev.hybridmim.local.RunException;
import dev.hybridmim.platform.profile.InvalidProfileException;
import dev.hybridmim.platform.profile.Profile;
import dev.hybridmim.platform.profile.Profiles;
import java.util.Locale;
import java.util.function.Function;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What {@code bench finetune} and {@code bench infer} have in common. */
final class BenchEvaluationOptions {
  private static final double MEBIBYTE = 1 << 20;

  @Option(
      names = "--profile",
      paramLabel = "NAME_OR_FILE",
      defaultValue = "laptop",
      description = "Whose network. Default: ${DEFAULT-VALUE}")
  private String profile;

  @Option(
      names = "--classes",
      paramLabel = "N",
      defaultValue = "14",
      description = "Classes with the background. Default: ${DEFAULT-VALUE}")
  private int classes;

  @Option(
      names = "--threads",
      paramLabel = "N",
      defaultValue = "0",
      description = "Processor threads, 0: all. Default: ${DEFAULT-VALUE}")
  private int threads;

  @Option(
      names = "--passes",
      paramLabel = "N",
      defaultValue = "3",
      description = "How many are measured, after one that isn't. Default: ${DEFAULT-VALUE}")
  private int passes;

  @Mixin private JsonOption json;

  Profile profile() {
    try {
      return Profiles.load(profile);
    } catch (InvalidProfileException e) {
      throw new RunException(e.getMessage(), e);
    }
  }

  /** Measures and prints. */
  int run(Function<EvaluationBenchmark, EvaluationFigures> measurement) {
    if (classes < 2 || classes > 256 || threads < 0 || passes < 1) {
      throw new RunException(
          "--classes must be 2 to 256, --threads 0 or more and --passes 1 or more.");
    }
    EvaluationFigures figures =
        measurement.apply(new EvaluationBenchmark(profile(), classes, threads, passes));
    if (json.isWanted()) {
      Output.json(figures);
    } else {
      print(figures);
    }
    return ExitCode.OK;
  }

  private static void print(EvaluationFigures figures) {
    boolean step = figures.what().equals("finetune");
    line(
        "%s, %s of %d weights, %d classes, batch %d of %d-cubes, %d threads.",
        figures.profile(),
        figures.backbone(),
        figures.parameters(),
        figures.classes(),
        figures.batch(),
        figures.window(),
        figures.threads());
    if (!step) {
      line("A volume of %d^3 takes %d windows.", figures.volume(), figures.windows());
    }
    line("%-12s %10s %10s %10s", step ? "a step" : "a volume", "seconds", "CPU s", "peak MiB");
    line(
        "%-12s %10.3f %10.3f %10s",
        "here",
        figures.seconds(),
        figures.cpuSeconds(),
        figures
            .peakBytes()
            .map(bytes -> String.format(Locale.ROOT, "%.0f", bytes / MEBIBYTE))
            .orElse("-"));
    figures
        .monai()
        .ifPresent(
            monai ->
                line(
                    "%-12s %10.3f %10.3f %10d",
                    "MONAI 1.1", monai.seconds(), monai.cpuSeconds(), monai.peakMebibytes()));
    line("Mean of %d.", figures.passes());
    if (figures.monai().isPresent()) {
      line("MONAI's figures are from another day: PyTorch 1.13.1, 2 threads, 2 EPYC cores.");
    }
  }

  private static void line(String format, Object... values) {
    Output.text(String.format(Locale.ROOT, format, values) + "\n");
  }
}
