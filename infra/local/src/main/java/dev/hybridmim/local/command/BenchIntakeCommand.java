package dev.hybridmim.local.command;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.hybridmim.ingest.intake.bench.IntakeReport;
import dev.hybridmim.ingest.intake.bench.IntakeReport.Row;
import dev.hybridmim.local.RunException;
import dev.hybridmim.local.run.IntakeBench;
import dev.hybridmim.platform.json.Json;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code hybridmim bench intake}. */
@Command(
    name = "intake",
    description = {
      "Sends CT images of 512 x 512 pixels to an intake with store and broker of its own, and to",
      "dcmtk's storescp where it is installed: as it comes, and forcing each file to the disk."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false)
final class BenchIntakeCommand implements Callable<Integer> {
  @Option(
      names = "--senders",
      paramLabel = "N,N…",
      split = ",",
      defaultValue = "1,2,4,8,16",
      description = "Associations at once. Default: ${DEFAULT-VALUE}")
  private List<Integer> senders;

  @Option(
      names = "--instances",
      paramLabel = "N",
      defaultValue = "320",
      description = "Instances of each measurement. Default: ${DEFAULT-VALUE}")
  private int instances;

  @Mixin private JsonOption json;

  private BenchIntakeCommand() {}

  @Override
  public Integer call() throws JsonProcessingException {
    if (instances < 1 || senders.stream().anyMatch(n -> n < 1 || n > 32)) {
      throw new RunException("--instances must be 1 or more, and --senders from 1 to 32.");
    }
    if (json.isWanted()) {
      IntakeReport report = IntakeBench.run(senders, instances, row -> {});
      System.out.println(Json.mapper().writerWithDefaultPrettyPrinter().writeValueAsString(report));
    } else {
      line("%-24s %8s %12s %9s", "receiver", "senders", "instances/s", "MB/s");
      IntakeReport report = IntakeBench.run(senders, instances, BenchIntakeCommand::print);
      report.notes().forEach(System.out::println);
    }
    System.out.flush();
    return ExitCode.OK;
  }

  private static void print(Row row) {
    line(
        "%-24s %8d %12.1f %9.1f",
        row.receiver(), row.senders(), row.instancesPerSecond(), row.megabytesPerSecond());
  }

  private static void line(String format, Object... values) {
    System.out.println(String.format(Locale.ROOT, format, values));
  }
}
