package dev.hybridmim.augment.pipeline;

import dev.hybridmim.platform.connection.Connection;
import dev.hybridmim.platform.connection.InvalidConnectionException;
import dev.hybridmim.platform.process.ParentWatch;
import dev.hybridmim.platform.profile.InvalidProfileException;
import dev.hybridmim.platform.profile.Profiles;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.apache.beam.runners.flink.FlinkPipelineOptions;
import org.apache.beam.runners.flink.FlinkRunner;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Runs the sampling pipeline on Flink until it is stopped. */
@Command(
    name = "augment",
    description = "Answers the demand for samples from the catalogue of prepared volumes.",
    mixinStandardHelpOptions = true)
public final class AugmentMain implements Callable<Integer> {
  private static final Logger LOG = LoggerFactory.getLogger(AugmentMain.class);

  private static final String LOCAL = "[local]";
  private static final int BUNDLE_MILLIS = 100;
  private static final long BUNDLE_ELEMENTS = 64;
  private static final long CHECKPOINT_MILLIS = 5_000;
  private static final long CHECKPOINT_TIMEOUT_MILLIS = 600_000;
  private static final int RESTARTS = 20;
  private static final long RESTART_DELAY_MILLIS = 2_000;
  private static final long MEBIBYTE = 1 << 20;

  @Option(
      names = "--connection",
      required = true,
      paramLabel = "FILE",
      description = "Where Kafka and the object store are, as the launcher writes it.")
  private Path connectionFile;

  @Option(
      names = "--profile",
      paramLabel = "NAME_OR_FILE",
      description =
          "Checked, not used: sub-volume, masks and augmentation come from the tickets, whose sender"
              + " reads the profile.")
  private String profile;

  @Option(
      names = "--flinkMaster",
      defaultValue = LOCAL,
      paramLabel = "[local]|[auto]|HOST:PORT",
      description =
          "The Flink that runs the pipeline: in this process, the one of `flink run`, or a session"
              + " cluster's REST address. Default: ${DEFAULT-VALUE}")
  private String flinkMaster;

  @Option(
      names = "--parallelism",
      defaultValue = "1",
      paramLabel = "N",
      description = "Workers. Default: ${DEFAULT-VALUE}")
  private int parallelism;

  @Option(
      names = "--cacheMiB",
      defaultValue = "128",
      paramLabel = "MiB",
      description = "Decoded volume chunks that each worker keeps. Default: ${DEFAULT-VALUE}")
  private int cacheMebibytes;

  @Option(
      names = "--jobJar",
      paramLabel = "FILE",
      description = "This module's job jar, to be sent to a session cluster.")
  private Path jobJar;

  @Option(
      names = "--checkpoints",
      paramLabel = "URI",
      description =
          "Where Flink keeps checkpoints, such as s3://bucket/checkpoints. Then the catalogue's state"
              + " is in RocksDB and may be larger than the memory.")
  private String checkpoints;

  private AugmentMain() {}

  public static void main(String[] arguments) {
    ParentWatch.start();
    System.exit(new CommandLine(new AugmentMain()).execute(arguments));
  }

  @Override
  public Integer call() {
    Connection connection;
    try {
      connection = Connection.read(connectionFile);
      if (profile != null) {
        Profiles.load(profile);
      }
    } catch (InvalidConnectionException | InvalidProfileException e) {
      System.err.println(e.getMessage());
      return CommandLine.ExitCode.USAGE;
    }
    Pipeline pipeline = Pipeline.create(options());
    pipeline.apply(
        "StreamSamples",
        StreamSamples.over(connection)
            .withVolumes(LibraryOpener.of(connection.store(), cacheMebibytes * MEBIBYTE)));
    LOG.info("Sampling on Flink at {} with {} workers", flinkMaster, parallelism);
    PipelineResult.State state = pipeline.run().waitUntilFinish();
    LOG.info("Sampling ended: {}", state);
    return state == PipelineResult.State.DONE || state == PipelineResult.State.CANCELLED
        ? CommandLine.ExitCode.OK
        : CommandLine.ExitCode.SOFTWARE;
  }

  private FlinkPipelineOptions options() {
    FlinkPipelineOptions options = options(flinkMaster, parallelism);
    if (jobJar != null) {
      options.setFilesToStage(List.of(jobJar.toAbsolutePath().toString()));
    }
    if (checkpoints != null) {
      options.setStateBackend("rocksdb");
      options.setStateBackendStoragePath(checkpoints);
    }
    return options;
  }

  /** Settings under which a ticket is answered within a second and a restart loses nothing. */
  static FlinkPipelineOptions options(String flinkMaster, int parallelism) {
    FlinkPipelineOptions options = PipelineOptionsFactory.as(FlinkPipelineOptions.class);
    options.setRunner(FlinkRunner.class);
    options.setJobName("hybridmim-augment");
    options.setStreaming(true);
    options.setFlinkMaster(flinkMaster);
    options.setParallelism(parallelism);
    // A detached job on a session cluster outlives its submitter; in this process it is the
    // process.
    options.setAttachedMode(LOCAL.equals(flinkMaster));
    options.setMaxBundleSize(BUNDLE_ELEMENTS);
    options.setMaxBundleTimeMills((long) BUNDLE_MILLIS);
    options.setCheckpointingInterval(CHECKPOINT_MILLIS);
    options.setCheckpointTimeoutMillis(CHECKPOINT_TIMEOUT_MILLIS);
    options.setNumberOfExecutionRetries(RESTARTS);
    options.setExecutionRetryDelay(RESTART_DELAY_MILLIS);
    // Samples are immutable and large: handing them on is safe, copying them is not cheap.
    options.setFasterCopy(true);
    options.setObjectReuse(true);
    return options;
  }
}
