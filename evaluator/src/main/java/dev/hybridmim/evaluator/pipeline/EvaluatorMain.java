package dev.hybridmim.evaluator.pipeline;

import dev.hybridmim.evaluator.task.InvalidTaskException;
import dev.hybridmim.evaluator.task.SegmentationTask;
import dev.hybridmim.evaluator.worker.WorkerSettings;
import dev.hybridmim.ingest.beam.FlinkSettings;
import dev.hybridmim.platform.connection.Connection;
import dev.hybridmim.platform.connection.InvalidConnectionException;
import dev.hybridmim.platform.process.ParentWatch;
import dev.hybridmim.platform.profile.InvalidProfileException;
import dev.hybridmim.platform.profile.Profile;
import dev.hybridmim.platform.profile.Profiles;
import dev.hybridmim.platform.topic.Topics;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.PipelineResult;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Starts the evaluator: topic {@code snapshots} to topics {@code scores} and {@code rejects}. The
 * task is read and checked before anything is started.
 */
@Command(
    name = "evaluator",
    description = "Fine-tunes announced snapshots on a labelled task and scores them.",
    mixinStandardHelpOptions = true,
    sortOptions = false)
public final class EvaluatorMain implements Callable<Integer> {
  private static final Logger LOG = LoggerFactory.getLogger(EvaluatorMain.class);
  private static final int TRIES = 3;
  // One partition of snapshots and one queue of work; several pieces at once are the profile's
  // choice.
  private static final int PARALLELISM = 1;
  // No element waits for a fine-tuning, only for the store.
  private static final long CHECKPOINT_TIMEOUT_MILLIS = Duration.ofMinutes(10).toMillis();

  @Option(names = "--connection", required = true, description = "Connection file of the platform.")
  private Path connectionFile;

  @Option(names = "--profile", required = true, description = "Profile's name or file.")
  private String profileName;

  @Option(
      names = "--task",
      required = true,
      description =
          "Labelled task in the layout of the Medical Segmentation Decathlon, once for each; on a real"
              + " cluster a path that every task manager can read.")
  private List<Path> taskDirectories;

  @Option(
      names = {"--flinkMaster", "--flink-master"},
      defaultValue = FlinkSettings.LOCAL,
      description = "[local], [auto] under `flink run`, or HOST:PORT. Default: ${DEFAULT-VALUE}")
  private String flinkMaster;

  @Option(
      names = {"--jobName", "--job-name"},
      defaultValue = "hybridmim-evaluator",
      description = "The job's name as Flink shows it. Default: ${DEFAULT-VALUE}")
  private String jobName;

  @Option(
      names = "--work",
      description =
          "Where workers keep their files while they work. Default: a folder in the temporary"
              + " directory.")
  private Path workDirectory;

  @Option(
      names = "--workerHeap",
      defaultValue = "1024",
      description =
          "MiB of Java heap of a worker process; the tensor library's memory comes on top. Default:"
              + " ${DEFAULT-VALUE}")
  private int workerHeapMebibytes;

  @Option(
      names = "--workerTimeout",
      defaultValue = "7200",
      description = "Seconds after which a worker is given up. Default: ${DEFAULT-VALUE}")
  private int workerTimeoutSeconds;

  @Option(
      names = {"--filesToStage", "--files-to-stage"},
      split = ",",
      description =
          "Jars for a real cluster, the job jar; without it every jar of the class path is sent.")
  private List<String> filesToStage = List.of();

  /** Runs until the job ends (mini cluster) or is accepted (real cluster). */
  public static void main(String[] arguments) {
    ParentWatch.start();
    EvaluatorMain evaluator = new EvaluatorMain();
    int code =
        new CommandLine(evaluator)
            .setExecutionExceptionHandler(EvaluatorMain::explain)
            .execute(arguments);
    // `flink run` goes on after this method; anything else ends here, whatever threads the clients
    // left behind.
    if (code != 0 || !FlinkSettings.AUTO.equals(evaluator.flinkMaster)) {
      System.exit(code);
    }
  }

  @Override
  public Integer call() throws InvalidTaskException {
    Connection connection = Connection.read(connectionFile);
    ScoringPlan plan = plan(Profiles.load(profileName));
    WorkerSettings workers = workers();
    FlinkSettings flink =
        new FlinkSettings(
            jobName, flinkMaster, PARALLELISM, CHECKPOINT_TIMEOUT_MILLIS, filesToStage);
    Topics.ensure(connection.kafka());
    Pipeline pipeline = Pipeline.create(flink.options());
    EvaluatorPipeline.add(pipeline, connection, plan, workers);
    LOG.info(
        "The evaluator starts on {}: work {}, profile {}, {}",
        flinkMaster,
        plan.items().stream().map(WorkItem::id).toList(),
        profileName,
        connection);
    PipelineResult result = pipeline.run();
    LOG.info("The evaluator's job is {}", result.getState());
    return 0;
  }

  private ScoringPlan plan(Profile profile) throws InvalidTaskException {
    Map<String, SegmentationTask> tasks = new LinkedHashMap<>();
    for (Path directory : taskDirectories) {
      SegmentationTask task = SegmentationTask.read(directory.toAbsolutePath().normalize());
      if (tasks.putIfAbsent(task.name(), task) != null) {
        throw new IllegalArgumentException(
            "Two tasks are named " + task.name() + "; register one under another --name.");
      }
      LOG.info("Task {} is sound: {} cases", task.name(), task.cases().size());
    }
    return ScoringPlan.of(List.copyOf(tasks.values()), profile);
  }

  private WorkerSettings workers() {
    Path work =
        workDirectory == null
            ? Path.of(System.getProperty("java.io.tmpdir"), "hybridmim-evaluator")
            : workDirectory;
    return new WorkerSettings(
        work.toAbsolutePath().toString(),
        workerHeapMebibytes,
        Duration.ofSeconds(workerTimeoutSeconds),
        TRIES);
  }

  private static int explain(
      Exception failure, CommandLine command, CommandLine.ParseResult parsed) {
    if (failure instanceof InvalidConnectionException
        || failure instanceof InvalidProfileException
        || failure instanceof InvalidTaskException
        || failure instanceof IllegalArgumentException) {
      command.getErr().println(failure.getMessage());
      return CommandLine.ExitCode.USAGE;
    }
    LOG.error("The evaluator failed", failure);
    command.getErr().println("The evaluator failed: " + failure.getMessage());
    return CommandLine.ExitCode.SOFTWARE;
  }
}
