package dev.hybridmim.local.command;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.hybridmim.local.bench.AnnounceBenchmark;
import dev.hybridmim.local.bench.AnnounceReport;
import dev.hybridmim.local.process.Modules;
import dev.hybridmim.platform.json.Json;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code hybridmim bench announce}. */
@Command(
    name = "announce",
    description = {
      "Announces scans one at a time and prints how soon a trainer holds the first sample of each.",
      "Everything runs in a directory of its own, which is removed afterwards."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false)
final class BenchAnnounceCommand implements Callable<Integer> {
  private static final int MOST_STEP_SECONDS = 60;

  @Spec private CommandSpec command;

  @Option(
      names = "--scans",
      paramLabel = "N",
      defaultValue = "20",
      description = "Scans to announce, at most 20. Default: ${DEFAULT-VALUE}")
  private int scans;

  @Option(
      names = "--profile",
      paramLabel = "NAME",
      defaultValue = "laptop",
      description = "Profile's name or file. Default: ${DEFAULT-VALUE}")
  private String profile;

  @Option(
      names = "--step",
      paramLabel = "SECONDS",
      defaultValue = "0",
      description =
          "How long the trainer is busy with each batch; 0 is an idle trainer, which only waits for"
              + " samples. Default: ${DEFAULT-VALUE}")
  private double stepSeconds;

  @Mixin private JsonOption json;

  private BenchAnnounceCommand() {}

  @Override
  public Integer call() throws InterruptedException, JsonProcessingException {
    if (scans < 1 || scans > AnnounceBenchmark.MOST_SCANS) {
      throw new ParameterException(
          command.commandLine(), "--scans must be from 1 to " + AnnounceBenchmark.MOST_SCANS);
    }
    if (!(stepSeconds >= 0 && stepSeconds <= MOST_STEP_SECONDS)) {
      throw new ParameterException(
          command.commandLine(), "--step must be from 0 to " + MOST_STEP_SECONDS + " seconds");
    }
    AnnounceReport report;
    try (BenchDirectory directory = BenchDirectory.make()) {
      report =
          AnnounceBenchmark.run(
              new AnnounceBenchmark.Settings(
                  profile, scans, Duration.ofMillis(Math.round(1e3 * stepSeconds))),
              directory.home(),
              Modules.installed(),
              System.err::println);
    }
    if (json.isWanted()) {
      System.out.println(Json.mapper().writerWithDefaultPrettyPrinter().writeValueAsString(report));
    } else {
      print(report);
    }
    System.out.flush();
    return ExitCode.OK;
  }

  private static void print(AnnounceReport report) {
    System.out.printf(
        Locale.ROOT,
        "%d processors, profile %s, %d scans, %d ms a step.%n",
        report.processors(),
        report.profile(),
        report.scans(),
        report.stepMillis());
    System.out.printf(
        Locale.ROOT,
        "announced to prepared %7.1f s p50 %7.1f s p95%n",
        report.announcedToPreparedMillis().p50() / 1e3,
        report.announcedToPreparedMillis().p95() / 1e3);
    System.out.printf(
        Locale.ROOT,
        "announced to trained  %7.1f s p50 %7.1f s p95 %7.1f s at most%n",
        report.announcedToTrainedMillis().p50() / 1e3,
        report.announcedToTrainedMillis().p95() / 1e3,
        report.slowestMillis() / 1e3);
  }
}
