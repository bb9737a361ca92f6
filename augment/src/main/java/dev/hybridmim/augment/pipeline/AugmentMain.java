package dev.hybridmim.augment.pipeline;

import dev.hybridmim.ingest.beam.FlinkSettings;
import dev.hybridmim.platform.connection.Connection;
import dev.hybridmim.platform.connection.InvalidConnectionException;
import dev.hybridmim.platform.process.ParentWatch;
import dev.hybridmim.platform.profile.InvalidProfileException;
import dev.hybridmim.platform.profile.Profiles;
import dev.hybridmim.platform.topic.Topics;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.Callable;
import org.apache.beam.runners.flink.FlinkPipelineOptions;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.PipelineResult;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Starts augment: topic {@code demand} to topics {@code samples} and {@code rejects}. */
@Command(
    name = "augment",
    description = "Answers the demand for samples from the catalogue of prepared volumes.",
    mixinStandardHelpOptions = true,
    sortOptions = false)
public final class AugmentMain implements Callable<Integer> {
  private static final Logger LOG = LoggerFactory.getLogger(AugmentMain.class);
  private static final long CHECKPOINT_TIMEOUT_MS = 10 * 60_000L;
  private static final long BUNDLE_MS = 100;
  private static final long BUNDLE_ELEMENTS = 64;
  private static final long MEBIBYTE = 1 << 20;
  private static final String AT_LEAST_ONCE = "at-least-once";
  private static final String EXACTLY_ONCE = "exactly-once";

  @Spec private CommandSpec command;

  @Option(names = "--connection", required = true, description = "Connection file of the platform.")
  private Path connectionFile;

  @Option(
      names = "--profile",
      description =
          "Profile's name or file. It is checked and not used: sub-volume, masks and augmentation"
              + " come from the tickets, whose sender reads the profile.")
  private String profileName;

  @Option(
      names = {"--flinkMaster", "--flink-master"},
      defaultValue = FlinkSettings.LOCAL,
      description = "[local], [auto] under `flink run`, or HOST:PORT. Default: ${DEFAULT-VALUE}")
  private String flinkMaster;

  @Option(
      names = {"--jobName", "--job-name"},
      defaultValue = "hybridmim-augment",
      description = "The job's name as Flink shows it. Default: ${DEFAULT-VALUE}")
  private String jobName;

  @Option(
      names = "--parallelism",
      defaultValue = "1",
      description = "Workers that cut samples. Default: ${DEFAULT-VALUE}")
  private int parallelism;

  @Option(
      names = {"--cacheMiB", "--cache-mib"},
      defaultValue = "128",
      description =
          "MiB of decoded volume chunks that each worker keeps. Default: ${DEFAULT-VALUE}")
  private int cacheMebibytes;

  @Option(
      names = "--delivery",
      defaultValue = AT_LEAST_ONCE,
      description =
          "How samples are written: at-least-once, or exactly-once in transactions that follow the"
              + " checkpoints. Default: ${DEFAULT-VALUE}")
  private String delivery;

  @Option(
      names = "--savepoint",
      description = "URI of a savepoint or retained checkpoint to go on from, at any parallelism.")
  private String savepoint;

  @Option(
      names = "--checkpoints",
      description =
          "URI below which Flink keeps checkpoints; the catalogue is then in RocksDB and may be"
              + " larger than the memory. Without it a mini cluster keeps both in memory, which is"
              + " enough for ten thousand volumes.")
  private String checkpoints;

  @Option(
      names = {"--filesToStage", "--files-to-stage"},
      split = ",",
      description =
          "Jars for a real cluster, the job jar; without it every jar of the class path is sent.")
  private List<String> filesToStage = List.of();

  private AugmentMain() {}

  /** Runs until the job ends (mini cluster) or is accepted (real cluster). */
  public static void main(String[] arguments) {
    ParentWatch.start();
    AugmentMain augment = new AugmentMain();
    int code =
        new CommandLine(augment)
            .setExecutionExceptionHandler(AugmentMain::explain)
            .execute(arguments);
    // `flink run` goes on after this method; anything else ends here, whatever threads the clients
    // left behind.
    if (code != 0 || !FlinkSettings.AUTO.equals(augment.flinkMaster)) {
      System.exit(code);
    }
  }

  @Override
  public Integer call() {
    if (!List.of(AT_LEAST_ONCE, EXACTLY_ONCE).contains(delivery)) {
      throw new CommandLine.ParameterException(
          command.commandLine(), "--delivery must be at-least-once or exactly-once");
    }
    Connection connection = Connection.read(connectionFile);
    if (profileName != null) {
      Profiles.load(profileName);
    }
    Topics.ensure(connection.kafka());
    Pipeline pipeline = Pipeline.create(options());
    pipeline.apply(
        "StreamSamples",
        StreamSamples.over(connection)
            .withVolumes(LibraryOpener.of(connection.store(), cacheMebibytes * MEBIBYTE))
            .withExactlyOnce(EXACTLY_ONCE.equals(delivery)));
    LOG.info("Augment starts on {} with {} workers, {}", flinkMaster, parallelism, connection);
    PipelineResult result = pipeline.run();
    LOG.info("Augment's job is {}", result.getState());
    return CommandLine.ExitCode.OK;
  }

  private FlinkPipelineOptions options() {
    FlinkPipelineOptions options = options(flinkMaster, parallelism, filesToStage);
    options.setJobName(jobName);
    if (checkpoints != null) {
      options.setStateBackend("rocksdb");
      options.setStateBackendStoragePath(checkpoints);
    }
    if (savepoint != null) {
      goOnFrom(savepoint, options);
    }
    return options;
  }

  /** Settings under which a ticket is answered within a second. */
  static FlinkPipelineOptions options(
      String flinkMaster, int parallelism, List<String> filesToStage) {
    FlinkPipelineOptions options =
        new FlinkSettings(
                "hybridmim-augment", flinkMaster, parallelism, CHECKPOINT_TIMEOUT_MS, filesToStage)
            .options();
    options.setMaxBundleSize(BUNDLE_ELEMENTS);
    options.setMaxBundleTimeMills(BUNDLE_MS);
    // Samples are immutable and large: handing them on is safe, copying them is not cheap.
    options.setFasterCopy(true);
    options.setObjectReuse(true);
    return options;
  }

  /** Beam tells a real cluster of a savepoint; a mini cluster looks into its configuration. */
  static void goOnFrom(String savepoint, FlinkPipelineOptions options) {
    options.setSavepointPath(savepoint);
    if (FlinkSettings.LOCAL.equals(options.getFlinkMaster())) {
      try {
        Files.writeString(
            Path.of(options.getFlinkConfDir(), "flink-conf.yaml"),
            "execution.savepoint.path: " + savepoint + "\n",
            StandardOpenOption.APPEND);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private static int explain(
      Exception failure, CommandLine command, CommandLine.ParseResult parsed) {
    if (failure instanceof InvalidConnectionException
        || failure instanceof InvalidProfileException) {
      command.getErr().println(failure.getMessage());
      return CommandLine.ExitCode.USAGE;
    }
    LOG.error("Augment failed", failure);
    command.getErr().println("Augment failed: " + failure.getMessage());
    return CommandLine.ExitCode.SOFTWARE;
  }
}
