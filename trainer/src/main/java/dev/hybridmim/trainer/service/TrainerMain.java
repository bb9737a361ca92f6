package dev.hybridmim.trainer.service;

import dev.hybridmim.platform.connection.Connection;
import dev.hybridmim.platform.connection.InvalidConnectionException;
import dev.hybridmim.platform.process.ParentWatch;
import dev.hybridmim.platform.profile.InvalidProfileException;
import dev.hybridmim.platform.profile.Profiles;
import dev.hybridmim.platform.store.ObjectStore;
import dev.hybridmim.platform.store.ObjectStoreException;
import dev.hybridmim.platform.store.S3ObjectStore;
import dev.hybridmim.trainer.learning.StateMismatchException;
import dev.hybridmim.trainer.safetensors.SafetensorsException;
import dev.hybridmim.trainer.snapshot.SnapshotException;
import dev.hybridmim.trainer.stream.SampleStreamException;
import dev.hybridmim.trainer.stream.StreamSettings;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * The trainer's process; see the package's description for its files and exit codes.
 *
 * <pre>
 * java -cp ... dev.hybridmim.trainer.service.TrainerMain --connection=connection.json --profile=laptop --home=DIR
 * </pre>
 */
@Command(
    name = "trainer",
    description =
        "Trains a network by HybridMIM on the samples of a running platform and writes snapshots.",
    mixinStandardHelpOptions = true,
    sortOptions = false)
public final class TrainerMain implements Callable<Integer> {
  private static final Logger LOG = LoggerFactory.getLogger(TrainerMain.class);
  private static final int FAILED = 1;
  private static final int NOT_FINITE = 3;

  private final Termination termination;

  @Option(
      names = "--connection",
      required = true,
      paramLabel = "FILE",
      description = "where Kafka and the store are (JSON)")
  private Path connection;

  @Option(
      names = "--profile",
      required = true,
      paramLabel = "NAME_OR_FILE",
      description = "the settings of the run")
  private String profile;

  @Option(
      names = {"--home", "--directory"},
      required = true,
      paramLabel = "DIR",
      description = "directory of this run; the run that was begun there goes on")
  private Path home;

  @Option(
      names = "--run",
      paramLabel = "ID",
      description = "id of the run; otherwise the home's, or a new one")
  private String runId;

  @Option(
      names = "--init",
      paramLabel = "FILE.safetensors",
      description =
          "weights that a new run begins with; a run that has a snapshot goes on from that instead")
  private Path initialWeights;

  @Option(
      names = "--max-steps",
      paramLabel = "N",
      description = "end after step N, counted from the run's beginning")
  private long lastStep = Long.MAX_VALUE;

  @Option(
      names = "--ask-again-after",
      paramLabel = "SECONDS",
      description =
          "how long a ticket may stay without a new sample before it is asked again (default: ${DEFAULT-VALUE})")
  private int askAgainAfterSeconds = (int) StreamSettings.ASK_AGAIN_AFTER.toSeconds();

  @Option(
      names = "--metrics-port",
      paramLabel = "PORT",
      description =
          "answer Prometheus at http://127.0.0.1:PORT/metrics; 0 takes a free port (default: no metrics)")
  private Integer metricsPort;

  @Option(
      names = "--kafka-patience",
      paramLabel = "SECONDS",
      description = "how long Kafka is waited for at the start (default: ${DEFAULT-VALUE})")
  private int kafkaPatienceSeconds = 20;

  @Option(
      names = "--device",
      paramLabel = "cpu|gpu|gpu0|gpu1|...",
      description =
          "where to compute (default: the first GPU that PyTorch sees, else the processor)")
  private String device;

  private TrainerMain(Termination termination) {
    this.termination = termination;
  }

  /** Runs the trainer and ends the process. */
  public static void main(String[] arguments) {
    ParentWatch.start();
    Termination termination = Termination.install();
    int code = new CommandLine(new TrainerMain(termination)).execute(arguments);
    termination.finish(code);
    System.exit(code);
  }

  @Override
  public Integer call() {
    try {
      return train();
    } catch (TrainerException
        | InvalidConnectionException
        | InvalidProfileException
        | ObjectStoreException
        | SampleStreamException
        | SafetensorsException
        | SnapshotException
        | StateMismatchException
        | KafkaException
        | UncheckedIOException
        | IllegalArgumentException e) {
      LOG.error("The trainer ends", e);
      return fail(e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return fail("The trainer was interrupted.");
    } catch (RuntimeException e) {
      LOG.error("The trainer ends unexpectedly", e);
      return fail("Unexpected: " + e + ". The log has the details.");
    }
  }

  private int train() throws InterruptedException {
    Connection address = Connection.read(connection);
    TrainerOptions options =
        new TrainerOptions(
            address,
            Profiles.load(profile),
            home,
            Optional.ofNullable(runId),
            Optional.ofNullable(initialWeights),
            lastStep,
            Duration.ofSeconds(askAgainAfterSeconds),
            metricsPort == null ? OptionalInt.empty() : OptionalInt.of(metricsPort),
            Duration.ofSeconds(kafkaPatienceSeconds),
            Optional.ofNullable(device));
    try (ObjectStore store = S3ObjectStore.open(address.store())) {
      TrainingLoop.End end =
          new TrainerService(options, store, Clock.systemUTC()).run(termination::isRequested);
      if (end == TrainingLoop.End.NOT_FINITE) {
        return stopForNonFiniteSteps(options.profile().trainer().mostNonFiniteSteps());
      }
      LOG.info("The trainer ends: {}", end);
      return 0;
    }
  }

  private static int stopForNonFiniteSteps(int steps) {
    System.err.println(
        "trainer: "
            + steps
            + " steps in a row had a loss or gradient that is not finite. The last snapshot is intact; metrics.jsonl names the samples. Lower trainer.learningRate or set trainer.clipNorm.");
    return NOT_FINITE;
  }

  private static int fail(String sentence) {
    System.err.println("trainer: " + sentence);
    return FAILED;
  }
}
