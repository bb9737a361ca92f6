package dev.hybridmim.ingest.pipeline;

import dev.hybridmim.ingest.beam.FlinkSettings;
import dev.hybridmim.ingest.beam.ReadTopic;
import dev.hybridmim.ingest.beam.WriteTopic;
import dev.hybridmim.ingest.catalogue.EnterOnce;
import dev.hybridmim.ingest.reconcile.ReconcileBucket;
import dev.hybridmim.platform.connection.Connection;
import dev.hybridmim.platform.connection.InvalidConnectionException;
import dev.hybridmim.platform.process.ParentWatch;
import dev.hybridmim.platform.profile.InvalidProfileException;
import dev.hybridmim.platform.profile.Profile;
import dev.hybridmim.platform.profile.Profiles;
import dev.hybridmim.platform.scan.Pseudonyms;
import dev.hybridmim.platform.topic.Topic;
import dev.hybridmim.platform.topic.Topics;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.coders.ByteArrayCoder;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.io.kafka.KafkaRecord;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.transforms.MapElements;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.SimpleFunction;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * Starts ingest: topic {@code scans} to prepared volumes, topics {@code volumes} and {@code
 * rejects}.
 */
@Command(
    name = "ingest",
    description = "Prepares announced scans.",
    mixinStandardHelpOptions = true,
    sortOptions = false)
public final class IngestMain implements Callable<Integer> {
  private static final Logger LOG = LoggerFactory.getLogger(IngestMain.class);
  private static final String SOURCE = "ingest";
  private static final String GROUP = "hybridmim-ingest";
  private static final long CHECKPOINT_TIMEOUT_MS = 30 * 60_000L;

  @Option(names = "--connection", required = true, description = "Connection file of the platform.")
  private Path connectionFile;

  @Option(names = "--profile", required = true, description = "Profile's name or file.")
  private String profileName;

  @Option(
      names = {"--flinkMaster", "--flink-master"},
      defaultValue = FlinkSettings.LOCAL,
      description = "[local], [auto] under `flink run`, or HOST:PORT. Default: ${DEFAULT-VALUE}")
  private String flinkMaster;

  @Option(
      names = {"--jobName", "--job-name"},
      defaultValue = "hybridmim-ingest",
      description = "The job's name as Flink shows it. Default: ${DEFAULT-VALUE}")
  private String jobName;

  @Option(
      names = "--parallelism",
      defaultValue = "1",
      description =
          "Scans prepared at once; each takes its part of the heap. Default: ${DEFAULT-VALUE}")
  private int parallelism;

  @Option(
      names = "--reconcileSeconds",
      description =
          "How often the bucket is looked through for scans that nobody announced, 0 for never."
              + " Default: what the profile says")
  private Integer reconcileSeconds;

  @Option(
      names = {"--filesToStage", "--files-to-stage"},
      split = ",",
      description =
          "Jars for a real cluster, the job jar; without it every jar of the class path is sent.")
  private List<String> filesToStage = List.of();

  @Spec private CommandSpec commandSpec;

  /** Runs until the job ends (mini cluster) or is accepted (real cluster). */
  public static void main(String[] arguments) {
    ParentWatch.start();
    CommandLine command = commandLine();
    int code = command.execute(arguments);
    IngestMain ingest = command.getCommand();
    // `flink run` goes on after this method; anything else ends here, whatever threads the clients
    // left behind.
    if (code != 0 || !FlinkSettings.AUTO.equals(ingest.flinkMaster)) {
      System.exit(code);
    }
  }

  static CommandLine commandLine() {
    return new CommandLine(new IngestMain()).setExecutionExceptionHandler(IngestMain::explain);
  }

  @Override
  public Integer call() {
    if (parallelism < 1) {
      throw new CommandLine.ParameterException(
          commandSpec.commandLine(), "--parallelism is " + parallelism + " but must be at least 1");
    }
    if (reconcileSeconds != null && reconcileSeconds < 0) {
      throw new CommandLine.ParameterException(
          commandSpec.commandLine(),
          "--reconcileSeconds is " + reconcileSeconds + " but must be at least 0");
    }
    Connection connection = Connection.read(connectionFile);
    Profile profile = Profiles.load(profileName);
    FlinkSettings flink =
        new FlinkSettings(jobName, flinkMaster, parallelism, CHECKPOINT_TIMEOUT_MS, filesToStage);
    Topics.ensure(connection.kafka());
    Pipeline pipeline = pipeline(flink.options(), connection, profile, parallelism);
    int interval =
        reconcileSeconds == null ? profile.ingest().reconcileSeconds() : reconcileSeconds;
    if (interval > 0) {
      pipeline.apply(
          "Reconcile",
          ReconcileBucket.every(
              Duration.ofSeconds(interval),
              StoreOpener.s3(connection.store()),
              connection.store().bucket(),
              connection.kafka()));
    }
    LOG.info(
        "Ingest starts on {} with {} scans at once, profile {}, {}",
        flinkMaster,
        parallelism,
        profile.name(),
        connection);
    PipelineResult result = pipeline.run();
    LOG.info("Ingest's job is {}", result.getState());
    return 0;
  }

  /**
   * The whole pipeline.
   *
   * @param scansAtOnce of one worker process
   */
  static Pipeline pipeline(
      PipelineOptions options, Connection connection, Profile profile, int scansAtOnce) {
    Pipeline pipeline = Pipeline.create(options);
    PCollectionTuple prepared =
        pipeline
            .apply("Scans", ReadTopic.of(connection.kafka(), Topic.SCANS, GROUP))
            .apply("Name records", MapElements.via(new NameRecords()))
            .setCoder(KvCoder.of(StringUtf8Coder.of(), ByteArrayCoder.of()))
            .apply(
                "Prepare volumes",
                PrepareVolumes.with(
                        StoreOpener.s3(connection.store()),
                        connection.store().bucket(),
                        PreparationRecipe.of(profile))
                    .withPseudonyms(Pseudonyms.of(connection.siteSecret()))
                    .withSeriesQuiet(Duration.ofSeconds(profile.ingest().seriesQuietSeconds()))
                    .withScansAtOnce(scansAtOnce));
    prepared
        .get(PrepareVolumes.VOLUMES)
        .apply("Enter once", ParDo.of(new EnterOnce(connection.kafka())))
        .setCoder(prepared.get(PrepareVolumes.VOLUMES).getCoder())
        .apply("Volumes", WriteTopic.of(connection.kafka(), Topic.VOLUMES, SOURCE));
    prepared
        .get(PrepareVolumes.REJECTS)
        .apply("Rejects", WriteTopic.of(connection.kafka(), Topic.REJECTS, SOURCE));
    return pipeline;
  }

  private static int explain(
      Exception failure, CommandLine command, CommandLine.ParseResult parsed) {
    if (failure instanceof InvalidConnectionException
        || failure instanceof InvalidProfileException) {
      command.getErr().println(failure.getMessage());
      return CommandLine.ExitCode.USAGE;
    }
    LOG.error("Ingest failed", failure);
    command.getErr().println("Ingest failed: " + failure.getMessage());
    return CommandLine.ExitCode.SOFTWARE;
  }

  /** A record's place names it if it can't be read. */
  private static final class NameRecords
      extends SimpleFunction<KafkaRecord<byte[], byte[]>, KV<String, byte[]>> {
    private static final long serialVersionUID = 1L;

    @Override
    public KV<String, byte[]> apply(KafkaRecord<byte[], byte[]> record) {
      byte[] json = record.getKV().getValue();
      return KV.of(
          record.getTopic() + "/" + record.getPartition() + "/" + record.getOffset(),
          json == null ? new byte[0] : json);
    }
  }
}
