package dev.hybridmim.local.command;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.hybridmim.local.bench.SamplesBenchmark;
import dev.hybridmim.local.bench.SamplesReport;
import dev.hybridmim.local.bench.SamplesReport.SamplesCase;
import dev.hybridmim.local.process.Modules;
import dev.hybridmim.platform.json.Json;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code hybridmim bench samples}. */
@Command(
    name = "samples",
    description = {
      "Asks for samples through Kafka, S3 and Flink and prints how many come, how soon, and what"
          + " they cost.",
      "Everything runs in a directory of its own, which is removed afterwards."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false)
final class BenchSamplesCommand implements Callable<Integer> {
  private static final int LEAST_EDGE = 8;
  private static final int LARGEST_EDGE = 160;

  @Spec private CommandSpec command;

  @Option(
      names = "--edges",
      paramLabel = "N",
      split = ",",
      defaultValue = "32,64,96",
      description = "Edges of the sub-volumes in voxels. Default: ${DEFAULT-VALUE}")
  private List<Integer> edges;

  @Option(
      names = "--for",
      paramLabel = "TIME",
      defaultValue = "10s",
      description = "How long each kind of sample is asked for. Default: ${DEFAULT-VALUE}")
  private Duration time;

  @Option(
      names = "--volumes",
      paramLabel = "N",
      defaultValue = "16",
      description =
          "Volumes of 192^3 voxels that samples are cut from: up to 9 of them fit into a worker's"
              + " cache. Default: ${DEFAULT-VALUE}")
  private int volumes;

  @Option(
      names = "--parallelism",
      paramLabel = "N",
      defaultValue = "1",
      description = "Workers that cut samples. Default: ${DEFAULT-VALUE}")
  private int parallelism;

  @Option(
      names = "--delivery",
      paramLabel = "HOW",
      defaultValue = "at-least-once",
      description = "at-least-once or exactly-once. Default: ${DEFAULT-VALUE}")
  private String delivery;

  @Option(
      names = "--catalogue",
      paramLabel = "N",
      defaultValue = "0",
      description =
          "Announce so many volumes more, all with the same few volumes' objects, to see what a"
              + " large catalogue costs. Default: ${DEFAULT-VALUE}")
  private int catalogue;

  @Mixin private JsonOption json;

  private BenchSamplesCommand() {}

  @Override
  public Integer call() throws InterruptedException, JsonProcessingException {
    SamplesReport report = measure();
    if (json.isWanted()) {
      System.out.println(Json.mapper().writerWithDefaultPrettyPrinter().writeValueAsString(report));
    } else {
      print(report);
    }
    System.out.flush();
    return ExitCode.OK;
  }

  private SamplesReport measure() throws InterruptedException {
    for (int edge : edges) {
      if (edge < LEAST_EDGE || edge > LARGEST_EDGE || edge % 4 != 0) {
        throw new ParameterException(
            command.commandLine(),
            "--edges takes multiples of 4 from " + LEAST_EDGE + " to " + LARGEST_EDGE);
      }
    }
    if (catalogue < 0) {
      throw new ParameterException(command.commandLine(), "--catalogue must not be negative");
    }
    if (volumes < 1) {
      throw new ParameterException(command.commandLine(), "--volumes must be at least 1");
    }
    if (parallelism < 1) {
      throw new ParameterException(command.commandLine(), "--parallelism must be at least 1");
    }
    if (!List.of("at-least-once", "exactly-once").contains(delivery)) {
      throw new ParameterException(
          command.commandLine(), "--delivery must be at-least-once or exactly-once");
    }
    try (BenchDirectory directory = BenchDirectory.make()) {
      return SamplesBenchmark.run(
          new SamplesBenchmark.Settings(edges, time, volumes, parallelism, delivery, catalogue),
          directory.home(),
          Modules.installed(),
          System.err::println);
    }
  }

  private static void print(SamplesReport report) {
    line(
        "%d processors, %d worker(s), %s; first sample %.1f s after the start; %d volumes in the"
            + " catalogue, %s.",
        report.processors(),
        report.parallelism(),
        report.delivery(),
        report.startSeconds(),
        report.catalogueVolumes(),
        report.catalogueStateBytes().isPresent()
            ? "whose state takes %.1f MB on disk"
                .formatted(report.catalogueStateBytes().getAsLong() / 1e6)
            : "whose state was not to be measured");
    line(
        "%-8s %-6s %9s %8s %9s   %-40s   %s",
        "voxels",
        "zstd",
        "samples/s",
        "MB/s",
        "kB each",
        "CPU ms a sample augm. brok. store train.",
        "demand to sample, ms p50 p95");
    for (SamplesCase each : report.cases()) {
      line(
          "%-8s %-6s %9.1f %8.1f %9.1f   %15.1f %5.1f %5.1f %5.1f %6.1f   %24.0f %3.0f",
          each.subVolume() + "^3",
          each.compressed() ? "yes" : "no",
          each.samplesPerSecond(),
          each.megabytesPerSecond(),
          each.bytesPerSample() / 1e3,
          each.cpuMillisPerSample(),
          each.cpuMillis().augment(),
          each.cpuMillis().broker(),
          each.cpuMillis().store(),
          each.cpuMillis().trainer(),
          each.latencyMillis().p50(),
          each.latencyMillis().p95());
    }
  }

  private static void line(String format, Object... values) {
    System.out.println(String.format(Locale.ROOT, format, values));
  }
}
