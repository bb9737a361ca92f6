package dev.hybridmim.ingest.beam;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.beam.runners.flink.FlinkPipelineOptions;
import org.apache.beam.runners.flink.FlinkRunner;
import org.apache.beam.sdk.options.PipelineOptionsFactory;

/**
 * How the platform's pipelines run on Flink: streaming, with frequent checkpoints and no limit to
 * restarts. The pipeline's code and its settings are the same on the mini cluster inside a process
 * and on a real cluster.
 *
 * @param jobName as Flink shows it
 * @param master {@value #LOCAL} for a mini cluster in this process, {@value #AUTO} under {@code
 *     flink run}, or {@code HOST:PORT} of a job manager
 * @param parallelism slots that the job uses
 * @param checkpointTimeout milliseconds; well above what the longest element takes
 * @param filesToStage jars that are sent to a real cluster; empty: every jar of the class path
 */
public record FlinkSettings(
    String jobName,
    String master,
    int parallelism,
    long checkpointTimeout,
    List<String> filesToStage) {
  /** A mini cluster in this process. */
  public static final String LOCAL = "[local]";

  /** The cluster that {@code flink run} was told. */
  public static final String AUTO = "[auto]";

  private static final long CHECKPOINT_INTERVAL_MS = 5_000;
  private static final long WATERMARK_INTERVAL_MS = 200;
  // Nobody else has to reach a mini cluster. Restarts come slowly if it fails again and again, and
  // never end.
  private static final String LOCAL_CONFIGURATION =
      """
      rest.address: localhost
      rest.bind-address: localhost
      jobmanager.bind-host: localhost
      taskmanager.bind-host: localhost
      taskmanager.memory.network.max: 64mb
      state.backend.incremental: true
      execution.buffer-timeout.interval: 10 ms
      restart-strategy.type: exponential-delay
      restart-strategy.exponential-delay.initial-backoff: 1 s
      restart-strategy.exponential-delay.max-backoff: 30 s
      restart-strategy.exponential-delay.reset-backoff-threshold: 2 min
      """;

  public FlinkSettings {
    if (parallelism < 1) {
      throw new IllegalArgumentException("A pipeline has a parallelism of at least 1");
    }
    filesToStage = List.copyOf(filesToStage);
  }

  /** True when the job lives and dies with this process. */
  public boolean local() {
    return LOCAL.equals(master);
  }

  /** Options for {@code Pipeline.create}. */
  public FlinkPipelineOptions options() {
    FlinkPipelineOptions options = PipelineOptionsFactory.as(FlinkPipelineOptions.class);
    options.setRunner(FlinkRunner.class);
    options.setStreaming(true);
    options.setJobName(jobName);
    options.setFlinkMaster(master);
    options.setParallelism(parallelism);
    options.setCheckpointingInterval(CHECKPOINT_INTERVAL_MS);
    options.setCheckpointTimeoutMillis(checkpointTimeout);
    options.setAutoWatermarkInterval(WATERMARK_INTERVAL_MS);
    // Elements are values that nobody changes, so operators need no copies of them.
    options.setFasterCopy(true);
    // On a mini cluster run() returns when the job ends; on a real one when it is accepted.
    options.setAttachedMode(local());
    if (local()) {
      options.setFlinkConfDir(localConfiguration().toString());
    } else {
      // A job that is cancelled can be resumed from its last checkpoint.
      options.setExternalizedCheckpointsEnabled(true);
      options.setRetainExternalizedCheckpointsOnCancellation(true);
    }
    if (!filesToStage.isEmpty()) {
      options.setFilesToStage(filesToStage);
    }
    return options;
  }

  private static Path localConfiguration() {
    try {
      Path directory = Files.createTempDirectory("hybridmim-flink");
      Path file = directory.resolve("flink-conf.yaml");
      Files.writeString(file, LOCAL_CONFIGURATION);
      file.toFile().deleteOnExit();
      directory.toFile().deleteOnExit();
      return directory;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
