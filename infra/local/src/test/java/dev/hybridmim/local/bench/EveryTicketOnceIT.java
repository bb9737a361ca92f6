package dev.hybridmim.local.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hybridmim.augment.pipeline.StreamSamples;
import dev.hybridmim.augment.sample.StoreVolumeLibrary;
import dev.hybridmim.augment.sample.VolumeLibrary;
import dev.hybridmim.augment.sample.VoxelSource;
import dev.hybridmim.ingest.beam.FlinkSettings;
import dev.hybridmim.local.home.Home;
import dev.hybridmim.local.home.HomeLayout;
import dev.hybridmim.local.process.Child;
import dev.hybridmim.local.process.ManagedProcess;
import dev.hybridmim.local.process.Modules;
import dev.hybridmim.local.process.Supervisor;
import dev.hybridmim.local.run.Parts;
import dev.hybridmim.local.run.RunRequest;
import dev.hybridmim.local.run.Services;
import dev.hybridmim.platform.connection.Connection;
import dev.hybridmim.platform.connection.StoreAddress;
import dev.hybridmim.platform.json.Json;
import dev.hybridmim.platform.message.DemandTicket;
import dev.hybridmim.platform.message.Extent;
import dev.hybridmim.platform.message.MaskSettings;
import dev.hybridmim.platform.message.MaskStrategy;
import dev.hybridmim.platform.message.Volume;
import dev.hybridmim.platform.message.VolumeEvent;
import dev.hybridmim.platform.number.Seeds;
import dev.hybridmim.platform.profile.Profile;
import dev.hybridmim.platform.profile.Profiles;
import dev.hybridmim.platform.store.S3ObjectStore;
import dev.hybridmim.platform.topic.Records;
import dev.hybridmim.platform.topic.Topic;
import dev.hybridmim.trainer.stream.KafkaSampleStream;
import dev.hybridmim.trainer.stream.SampleBatch;
import dev.hybridmim.trainer.stream.SampleId;
import dev.hybridmim.trainer.stream.SampleStream;
import dev.hybridmim.trainer.stream.StreamPosition;
import dev.hybridmim.trainer.stream.StreamSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.beam.runners.flink.FlinkPipelineOptions;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.PipelineResult;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ten thousand tickets through Kafka, S3 and Flink into a trainer's stream, while Flink's task dies
 * five times, the trainer three times, and five hundred scans arrive at once.
 */
class EveryTicketOnceIT {
  private static final Logger LOG = LoggerFactory.getLogger(EveryTicketOnceIT.class);
  private static final String RUN = "ledger";
  private static final int TICKETS = 10_000;
  private static final int SNAPSHOT_EVERY = 250;
  private static final int TASK_DEATHS = 5;
  private static final int TRAINER_DEATHS = 3;
  private static final int BURST = 500;
  private static final int EDGE = 8;
  private static final long MEBIBYTE = 1 << 20;
  private static final Duration PATIENCE = Duration.ofSeconds(120);

  private static final UniformRandomProvider RANDOM = Seeds.random(20_261_124);

  /** Counts of samples begun at which the task dies. */
  private static final Set<Integer> DEADLY =
      IntStream.range(0, TASK_DEATHS)
          .mapToObj(death -> 800 + 1700 * death + RANDOM.nextInt(1500))
          .collect(Collectors.toSet());

  private static final AtomicInteger BEGUN = new AtomicInteger();
  private static final AtomicInteger DEATHS = new AtomicInteger();

  private final List<SampleId> trained = new ArrayList<>();
  private final Set<SampleId> sinceSnapshot = new HashSet<>();
  private StreamPosition snapshot;
  private StreamPosition positionNow;
  private long handedOutInAll;
  private long duplicates;

  @TempDir Path directory;

  @Test
  void whateverDiesEverySampleIsTrainedExactlyOnce() throws Exception {
    try (Home home = Home.open(new HomeLayout(directory.resolve("home")));
        Supervisor supervisor = new Supervisor(home.layout())) {
      Connection connection =
          new Services(home, Modules.installed(), RunRequest.Elsewhere.nothing(), Map.of())
              .start(supervisor);
      Volume volume = announce(connection, 4);
      snapshot = KafkaSampleStream.positionOfNewRun(connection.kafka());
      askEverything(connection);
      PipelineResult pipeline = startPipeline(connection);
      train(connection, TICKETS / 5, 0);
      long heapBefore = heapInUse();
      announceBurst(connection, volume);
      train(connection, TICKETS, TRAINER_DEATHS);
      long growth = heapInUse() - heapBefore;
      pipeline.cancel();

      LOG.info(
          "{} samples trained, {} handed out, {} duplicates dropped, {} task deaths, heap grew by"
              + " {} KiB",
          trained.size(),
          handedOutInAll,
          duplicates,
          DEATHS.get(),
          growth / 1024);
      Set<SampleId> expected = new TreeSet<>();
      for (int ticket = 0; ticket < TICKETS; ticket++) {
        expected.add(new SampleId(ticket, 0));
      }
      assertThat(trained).containsExactlyElementsOf(expected);
      assertThat(DEATHS).hasValue(TASK_DEATHS);
      // What died was in the middle of something, so the test has tested something.
      assertThat(handedOutInAll).isGreaterThan(TICKETS);
      assertThat(duplicates).isPositive();
      assertThat(growth).isLessThan(32 * MEBIBYTE);
    }
  }

  /**
   * The same with the pipeline in a process of its own, as {@code run} starts it, which is killed
   * as {@code kill -9} does and started anew without any state. Six starts take a minute and a
   * half, too long for every build: run by hand, with {@code -Dhybridmim.kill=true}.
   */
  @Test
  @EnabledIfSystemProperty(named = "hybridmim.kill", matches = "true")
  void aKilledProcessLosesNothingEither() throws Exception {
    try (Home home = Home.open(new HomeLayout(directory.resolve("home")));
        Supervisor supervisor = new Supervisor(home.layout())) {
      Modules modules = Modules.installed();
      Connection connection =
          new Services(home, modules, RunRequest.Elsewhere.nothing(), Map.of()).start(supervisor);
      announce(connection, 4);
      snapshot = KafkaSampleStream.positionOfNewRun(connection.kafka());
      ManagedProcess augment = supervisor.start(augment(home, modules));
      for (int kill = 0; kill < TASK_DEATHS; kill++) {
        train(
            connection, trained.size() + 200 + RANDOM.nextInt(200), kill < TRAINER_DEATHS ? 1 : 0);
        ProcessHandle killed = ProcessHandle.of(augment.id()).orElseThrow();
        assertThat(killed.destroyForcibly()).isTrue();
        killed.onExit().get(10, TimeUnit.SECONDS);
        augment = supervisor.start(augment(home, modules));
        LOG.info("Killed after {} samples", trained.size());
      }
      train(connection, trained.size() + 200, 0);

      LOG.info(
          "{} samples trained, {} handed out, {} duplicates dropped, {} kills",
          trained.size(),
          handedOutInAll,
          duplicates,
          TASK_DEATHS);
      List<SampleId> expected = new ArrayList<>();
      for (int ticket = 0; ticket < trained.size(); ticket++) {
        expected.add(new SampleId(ticket, 0));
      }
      assertThat(trained).containsExactlyElementsOf(expected);
      assertThat(handedOutInAll).isGreaterThan(trained.size());
    }
  }

  private static Child augment(Home home, Modules modules) {
    return new Parts(home, modules, "laptop", Optional.empty()).augment();
  }

  /** Trains up to a number of samples; a trainer that dies goes on from its last snapshot. */
  private void train(Connection connection, int upTo, int deaths) throws Exception {
    int livesLeft = deaths;
    while (trained.size() < upTo) {
      int diesAt =
          livesLeft-- > 0
              ? trained.size() + RANDOM.nextInt((upTo - trained.size()) / (livesLeft + 2))
              : upTo;
      // A stream that dies is not closed: the next one shuts it out.
      SampleStream stream = open(connection);
      try {
        while (trained.size() < diesAt) {
          SampleBatch batch = stream.nextBatch(1, PATIENCE).orElseThrow();
          take(batch);
        }
        duplicates += stream.counts().duplicates();
      } finally {
        if (diesAt == upTo) {
          stream.close();
        }
      }
      if (diesAt < upTo) {
        trained.removeAll(sinceSnapshot);
      } else {
        snapshot = positionNow;
      }
      sinceSnapshot.clear();
    }
  }

  private void take(SampleBatch batch) {
    SampleId id = batch.samples().get(0).id();
    trained.add(id);
    sinceSnapshot.add(id);
    handedOutInAll++;
    positionNow = batch.after();
    if (trained.size() % SNAPSHOT_EVERY == 0) {
      snapshot = positionNow;
      sinceSnapshot.clear();
    }
  }

  private SampleStream open(Connection connection) throws InterruptedException {
    return KafkaSampleStream.open(
        connection.kafka(), new StreamSettings(RUN, profile(), Duration.ofSeconds(20)), snapshot);
  }

  private static Profile profile() {
    try {
      ObjectNode tree =
          (ObjectNode) Json.mapper().readTree(Profiles.toJson(Profiles.load("laptop")));
      ((ObjectNode) tree.get("augment"))
          .put("subVolume", EDGE)
          .put("regionEdge", 8)
          .put("patchEdge", 4);
      ((ObjectNode) tree.get("trainer"))
          .put("batchSize", 1)
          .put("samplesPerTicket", 1)
          .put("ticketsInFlight", 300)
          .put("boxEdge", 8);
      return Profiles.fromJson(tree.toString());
    } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
      throw new AssertionError(e);
    }
  }

  private static Volume announce(Connection connection, int volumes) throws Exception {
    try (S3ObjectStore store = S3ObjectStore.open(connection.store());
        KafkaProducer<byte[], byte[]> producer = producer(connection)) {
      VolumeEvent event = null;
      for (int number = 0; number < volumes; number++) {
        event = SyntheticVolumes.write(store, number, 16);
        String key = event.getPrepared().getId() + "/test";
        producer.send(Records.of(Topic.VOLUMES, "ingest", key, event)).get();
      }
      return event.getPrepared();
    }
  }

  /** The same objects under five hundred names. */
  private static void announceBurst(Connection connection, Volume volume) {
    try (KafkaProducer<byte[], byte[]> producer = producer(connection)) {
      for (int number = 0; number < BURST; number++) {
        String id = "%064x".formatted(number);
        VolumeEvent event =
            VolumeEvent.newBuilder()
                .setPrepared(volume.toBuilder().setId(id).setSubject("burst-" + number))
                .build();
        var unused = producer.send(Records.of(Topic.VOLUMES, "ingest", id + "/test", event));
      }
      producer.flush();
    }
  }

  /** All tickets at once, as an earlier life of the run has left them. */
  private static void askEverything(Connection connection) {
    DemandTicket.Builder ticket =
        DemandTicket.newBuilder()
            .setRunId(RUN)
            .setSamples(1)
            .setSubVolume(Extent.newBuilder().setI(EDGE).setJ(EDGE).setK(EDGE))
            .setMask(
                MaskSettings.newBuilder()
                    .setStrategy(MaskStrategy.MASK_STRATEGY_HIERARCHICAL)
                    .setRatio(0.4)
                    .setRegionEdge(8)
                    .setPatchEdge(4))
            .setCataloguePosition(4)
            .setFreshFrom(4)
            .setFreshFraction(0.5)
            .setBalanceModalities(true)
            .setBalanceSubjects(true)
            .setSubVolumesPerVolume(1);
    try (KafkaProducer<byte[], byte[]> producer = producer(connection)) {
      for (int number = 0; number < TICKETS; number++) {
        DemandTicket asked = ticket.setTicket(number).setSeed(Seeds.derive(1, number)).build();
        var unused = producer.send(Records.of(Topic.DEMAND, "trainer", RUN, asked));
      }
      producer.flush();
    }
  }

  private PipelineResult startPipeline(Connection connection) {
    FlinkPipelineOptions options =
        new FlinkSettings("ledger", FlinkSettings.LOCAL, 1, 60_000, List.of()).options();
    options.setAttachedMode(false);
    options.setCheckpointingInterval(1000L);
    options.setMaxBundleTimeMills(100L);
    options.setObjectReuse(true);
    options.setStateBackend("rocksdb");
    options.setStateBackendStoragePath(directory.resolve("checkpoints").toUri().toString());
    Pipeline pipeline = Pipeline.create(options);
    StoreAddress store = connection.store();
    pipeline.apply(
        StreamSamples.over(connection)
            .withVolumes(
                () ->
                    new MortalLibrary(
                        new StoreVolumeLibrary(S3ObjectStore.open(store), 8 * MEBIBYTE))));
    return pipeline.run();
  }

  private static KafkaProducer<byte[], byte[]> producer(Connection connection) {
    return new KafkaProducer<>(
        connection.kafka().producerProperties(),
        new ByteArraySerializer(),
        new ByteArraySerializer());
  }

  private static long heapInUse() {
    System.gc();
    Runtime runtime = Runtime.getRuntime();
    return runtime.totalMemory() - runtime.freeMemory();
  }

  /** Real volumes, and the end of the task when its time has come. */
  private record MortalLibrary(VolumeLibrary volumes) implements VolumeLibrary {
    @Override
    public VoxelSource open(Volume volume) {
      if (DEADLY.contains(BEGUN.incrementAndGet())) {
        DEATHS.incrementAndGet();
        throw new IllegalStateException("This task dies for the test");
      }
      return volumes.open(volume);
    }

    @Override
    public void close() {
      volumes.close();
    }
  }
}
