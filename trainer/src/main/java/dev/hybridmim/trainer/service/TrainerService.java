package dev.hybridmim.trainer.service;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.hybridmim.platform.connection.KafkaAddress;
import dev.hybridmim.platform.connection.StoreAddress;
import dev.hybridmim.platform.json.Json;
import dev.hybridmim.platform.profile.Profiles;
import dev.hybridmim.platform.store.ObjectStore;
import dev.hybridmim.platform.store.ObjectStoreException;
import dev.hybridmim.platform.topic.Topics;
import dev.hybridmim.trainer.learning.Learner;
import dev.hybridmim.trainer.monitor.EventFile;
import dev.hybridmim.trainer.monitor.MetricsEndpoint;
import dev.hybridmim.trainer.monitor.TrainingMonitor;
import dev.hybridmim.trainer.network.WeightLayout;
import dev.hybridmim.trainer.network.WeightTransfer;
import dev.hybridmim.trainer.safetensors.SafetensorsFile;
import dev.hybridmim.trainer.safetensors.Tensor;
import dev.hybridmim.trainer.snapshot.Sha256;
import dev.hybridmim.trainer.snapshot.Snapshot;
import dev.hybridmim.trainer.snapshot.SnapshotAnnouncer;
import dev.hybridmim.trainer.snapshot.SnapshotCatalogue;
import dev.hybridmim.trainer.snapshot.SnapshotKey;
import dev.hybridmim.trainer.snapshot.SnapshotReader;
import dev.hybridmim.trainer.snapshot.SnapshotWriter;
import dev.hybridmim.trainer.snapshot.StoreRetry;
import dev.hybridmim.trainer.stream.KafkaSampleStream;
import dev.hybridmim.trainer.stream.SampleStream;
import dev.hybridmim.trainer.stream.StreamPosition;
import dev.hybridmim.trainer.stream.StreamSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeClusterOptions;
import org.apache.kafka.common.errors.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Begins a run or goes on with one, and trains until told to stop. */
final class TrainerService {
  private static final Logger LOG = LoggerFactory.getLogger(TrainerService.class);

  private final TrainerOptions options;
  private final ObjectStore store;
  private final Clock clock;

  TrainerService(TrainerOptions options, ObjectStore store, Clock clock) {
    this.options = options;
    this.store = store;
    this.clock = clock;
  }

  /**
   * Trains until told to stop or the last step is done.
   *
   * @param stop asked between steps and while waiting
   * @throws TrainerException and the typed exceptions of the other packages, each with a sentence
   *     for the user
   */
  TrainingLoop.End run(BooleanSupplier stop) throws InterruptedException {
    KafkaAddress kafka = options.connection().kafka();
    try (RunHome home = RunHome.open(options.home())) {
      requireReachable(kafka, options.kafkaPatience());
      Topics.ensure(kafka);
      requireReachable(store, options.connection().store());
      Optional<RunDescription> known = home.run();
      String runId = runId(known);
      SnapshotCatalogue catalogue = new SnapshotCatalogue(store);
      Optional<Snapshot> snapshot = catalogue.downloadNewestValid(runId, home.emptyResumed());
      requireSameRun(runId, known, snapshot);
      requireSameStart(runId, known, snapshot);
      Progress progress = progress(home, kafka, runId, known, snapshot);
      try (Learner learner = learner(home, snapshot);
          SnapshotAnnouncer announcer = new SnapshotAnnouncer(kafka);
          TrainingMonitor monitor = monitor(home, runId, progress)) {
        int missing = announcer.announceMissing(runId, catalogue, new SnapshotReader(store));
        LOG.info(
            "Run {} goes on after step {}; {} snapshots were announced belatedly.",
            runId,
            progress.step(),
            missing);
        SnapshotWriter writer =
            new SnapshotWriter(
                store, home.staging(), StoreRetry.DEFAULT, SoftwareVersion.current());
        SnapshotSink sink = draft -> announcer.announce(writer.write(draft));
        try (SampleStream stream = openStream(kafka, runId, progress.position())) {
          return new TrainingLoop(
                  runId, options.profile(), learner, stream, progress, monitor, sink, clock)
              .run(() -> stop.getAsBoolean() || home.stopIsRequested(), options.lastStep());
        }
      }
    }
  }

  private TrainingMonitor monitor(RunHome home, String runId, Progress progress) {
    List<TrainingMonitor> monitors = new ArrayList<>();
    try {
      monitors.add(MetricsLog.open(runId, home.metrics(), progress.step()));
      monitors.add(EventFile.open(home.tensorBoard(runId), progress.step() + 1, clock.instant()));
      if (options.metricsPort().isPresent()) {
        MetricsEndpoint endpoint =
            MetricsEndpoint.open(
                options.metricsPort().getAsInt(),
                runId,
                SoftwareVersion.current(),
                options.profile().name(),
                progress.step(),
                progress.samplesTrained(),
                progress.nonFiniteSteps());
        monitors.add(endpoint);
        LOG.info("Metrics for Prometheus: http://127.0.0.1:{}/metrics", endpoint.port());
      }
      return TrainingMonitor.all(monitors);
    } catch (RuntimeException e) {
      TrainingMonitor.all(monitors).close();
      throw e;
    }
  }

  private SampleStream openStream(KafkaAddress kafka, String runId, StreamPosition position)
      throws InterruptedException {
    return KafkaSampleStream.open(
        kafka, new StreamSettings(runId, options.profile(), options.askAgainAfter()), position);
  }

  private String runId(Optional<RunDescription> known) {
    if (known.isEmpty()) {
      return SnapshotKey.requireRunId(
          options.runId().orElseGet(() -> RunIds.create(clock.instant())));
    }
    String runId = known.get().runId();
    if (!options.runId().orElse(runId).equals(runId)) {
      throw new TrainerException(
          "The home directory "
              + options.home()
              + " belongs to run "
              + runId
              + ", not to "
              + options.runId().get()
              + ". Choose another directory.");
    }
    return runId;
  }

  private void requireSameRun(
      String runId, Optional<RunDescription> known, Optional<Snapshot> snapshot) {
    JsonNode now = profile();
    if (snapshot.isPresent()) {
      SameRun.require(runId, snapshot.get().manifest().profile(), now);
    } else if (known.isPresent()) {
      SameRun.require(runId, known.get().profile(), now);
    }
  }

  /** Before its first snapshot a run begins again from where it began. */
  private void requireSameStart(
      String runId, Optional<RunDescription> known, Optional<Snapshot> snapshot) {
    if (known.isPresent()
        && snapshot.isEmpty()
        && !known.get().initialWeightsSha256().equals(initialWeightsSha256())) {
      throw new TrainerException(
          "Run "
              + runId
              + " has no snapshot yet and began with other initial weights. Give --init as then, or begin a new run in another home directory.");
    }
  }

  private Optional<String> initialWeightsSha256() {
    return options
        .initialWeights()
        .map(
            file -> {
              try {
                return Sha256.of(file);
              } catch (IOException e) {
                throw new TrainerException("The initial weights " + file + " cannot be read.", e);
              }
            });
  }

  private Progress progress(
      RunHome home,
      KafkaAddress kafka,
      String runId,
      Optional<RunDescription> known,
      Optional<Snapshot> snapshot) {
    Progress progress =
        snapshot
            .map(Progress::of)
            .orElseGet(
                () ->
                    Progress.none(
                        known
                            .map(RunDescription::beginsAt)
                            .orElseGet(() -> KafkaSampleStream.positionOfNewRun(kafka))));
    if (known.isEmpty()) {
      // Before the first ticket is issued: from here on the run has a name that the next start
      // finds.
      home.remember(
          new RunDescription(
              runId,
              clock.instant().toString(),
              progress.position(),
              profile(),
              initialWeightsSha256()));
    }
    return progress;
  }

  private Learner learner(RunHome home, Optional<Snapshot> snapshot) {
    Learner learner = Learner.create(options.profile(), options.device());
    try {
      if (snapshot.isPresent()) {
        learner.restore(LearnerState.of(snapshot.get()).joined());
        options
            .initialWeights()
            .ifPresent(
                file ->
                    LOG.warn(
                        "The run has a snapshot and goes on from it; {} is not read again.", file));
      } else if (options.initialWeights().isPresent()) {
        home.remember(initialise(learner, options.initialWeights().get()));
      }
      return learner;
    } catch (RuntimeException e) {
      learner.close();
      throw e;
    }
  }

  private static WeightTransfer initialise(Learner learner, Path file) {
    Map<String, Tensor> given = WeightLayout.read(SafetensorsFile.readAll(file));
    LearnerState.Start start = LearnerState.of(learner.state()).with(given);
    WeightTransfer transfer = start.transfer();
    int used = transfer.taken().size() + transfer.adapted().size();
    if (used == 0) {
      throw new TrainerException(
          "No array in "
              + file
              + " has the name, type and shape of a weight of this network: it has, for instance, "
              + given.keySet().stream().limit(3).toList()
              + ", the network "
              + transfer.missing().stream().limit(3).toList()
              + ". Is it a snapshot's, an export's or MONAI's file for a network of this profile?");
    }
    learner.restore(start.state().joined());
    LOG.info(
        "The run begins with {} weights of {}. Not used: {}. Left as drawn: {}.",
        used,
        file,
        transfer.left(),
        transfer.missing());
    if (!transfer.adapted().isEmpty()) {
      LOG.info(
          "The file's network has another number of input channels: {} were repeated and rescaled.",
          transfer.adapted());
    }
    return transfer;
  }

  private JsonNode profile() {
    try {
      return Json.mapper().readTree(Profiles.toJson(options.profile()));
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void requireReachable(ObjectStore store, StoreAddress address) {
    try {
      store.stat(SnapshotKey.ROOT + "any");
    } catch (ObjectStoreException | IllegalStateException e) {
      // The latter is how the S3 client reports that nobody listens.
      throw new TrainerException(
          "The object store "
              + address.endpoint()
              + " (bucket "
              + address.bucket()
              + ") cannot be used: "
              + e.getMessage()
              + ". Is it running?",
          e);
    }
  }

  private static void requireReachable(KafkaAddress kafka, Duration patience)
      throws InterruptedException {
    // The call itself has the deadline: closing the client waits for calls that are under way.
    DescribeClusterOptions options =
        new DescribeClusterOptions().timeoutMs(Math.toIntExact(patience.toMillis()));
    try (Admin admin = Admin.create(kafka.adminProperties())) {
      admin.describeCluster(options).nodes().get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof TimeoutException) {
        throw new TrainerException(
            "Kafka at "
                + kafka.bootstrapServers()
                + " did not answer within "
                + patience.toSeconds()
                + " s. Is the broker running?",
            e);
      }
      throw new TrainerException(
          "Kafka at " + kafka.bootstrapServers() + " refuses: " + e.getCause().getMessage() + ".",
          e);
    }
  }
}
