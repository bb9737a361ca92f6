package dev.hybridmim.trainer.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hybridmim.platform.connection.Connection;
import dev.hybridmim.platform.connection.KafkaAddress;
import dev.hybridmim.platform.connection.StoreAddress;
import dev.hybridmim.platform.json.Json;
import dev.hybridmim.platform.message.SnapshotEvent;
import dev.hybridmim.platform.profile.Profile;
import dev.hybridmim.platform.store.ObjectStore;
import dev.hybridmim.platform.store.S3ObjectStore;
import dev.hybridmim.platform.topic.Topic;
import dev.hybridmim.trainer.snapshot.Snapshot;
import dev.hybridmim.trainer.snapshot.SnapshotCatalogue;
import dev.hybridmim.trainer.snapshot.SnapshotKey;
import dev.hybridmim.trainer.snapshot.SnapshotReader;
import dev.hybridmim.trainer.stream.TestProfiles;
import dev.hybridmim.trainer.stream.TopicReader;
import dev.hybridmim.trainer.testing.AnsweringPipeline;
import dev.hybridmim.trainer.testing.EmbeddedKafka;
import dev.hybridmim.trainer.testing.StoreProcess;
import dev.hybridmim.trainer.testing.TrainerProcess;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * The trainer as a process between a real broker and a real S3 server, killed and stopped in every
 * way.
 *
 * <p>Starting a process takes most of the time, so the run that is never stopped is made once and
 * serves all tests: it is what the killed one must equal, gives weights to others, and is the one
 * that is continued wrongly.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TrainerProcessIT {
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final int STEPS = 22;
  private static final String WHOLE = "whole";

  @TempDir static Path directory;

  private final Profile profile = TestProfiles.tiny();
  private final long seed = System.nanoTime();
  private EmbeddedKafka kafka;
  private StoreProcess storeProcess;
  private AnsweringPipeline pipeline;
  private Connection connection;
  private ObjectStore store;

  @BeforeAll
  void startSurroundings() throws Exception {
    storeProcess = StoreProcess.start(Files.createDirectory(directory.resolve("objects")));
    kafka = EmbeddedKafka.start(Files.createDirectory(directory.resolve("kafka")));
    connection = new Connection(kafka.address(), storeProcess.address());
    store = S3ObjectStore.open(storeProcess.address());
    AnsweringPipeline.announceVolumes(kafka.address(), "volume-1", "volume-2");
    pipeline =
        AnsweringPipeline.start(kafka.address(), AnsweringPipeline.shuffledWithDuplicates(seed, 1));
    try (TrainerProcess trainer =
        start(directory.resolve(WHOLE), "--run=" + WHOLE, "--max-steps=" + STEPS)) {
      assertThat(trainer.exitCode()).as(trainer.output()).isZero();
    }
  }

  @AfterAll
  void stopSurroundings() throws Exception {
    if (pipeline != null) {
      pipeline.close();
    }
    if (store != null) {
      store.close();
    }
    if (kafka != null) {
      kafka.close();
    }
    if (storeProcess != null) {
      storeProcess.close();
    }
  }

  @Test
  void killedAgainAndAgainItEndsWithTheSameBytes() throws Exception {
    Path killed = directory.resolve("killed");
    Random random = new Random(seed);
    for (int life = 0; life < 2; life++) {
      try (TrainerProcess trainer = start(killed, "--run=killed", "--max-steps=" + STEPS)) {
        int before = trainer.metrics().size();
        int until = Math.min(STEPS - 1, before + 1 + random.nextInt(10));
        await()
            .atMost(PATIENCE)
            .until(() -> trainer.metrics().size() >= until || !trainer.isAlive());
        trainer.runFor(Duration.ofMillis(random.nextInt(300)));
        trainer.kill();
      }
    }
    // Once more at any moment, perhaps while it starts.
    try (TrainerProcess trainer = start(killed, "--run=killed", "--max-steps=" + STEPS)) {
      trainer.runFor(Duration.ofMillis(random.nextInt(5000)));
      trainer.kill();
    }
    try (TrainerProcess trainer = start(killed, "--max-steps=" + STEPS)) {
      assertThat(trainer.exitCode()).as(trainer.output()).isZero();
    }

    String because = "seed " + seed;
    Snapshot expected = download(WHOLE, STEPS);
    Snapshot actual = download("killed", STEPS);
    assertThat(actual.weights()).as(because).isEqualTo(expected.weights());
    assertThat(actual.average()).as(because).isEqualTo(expected.average());
    assertThat(actual.optimizer()).as(because).isEqualTo(expected.optimizer());
    assertThat(actual.provenance()).as(because).isEqualTo(expected.provenance());
    assertThat(actual.manifest().position().next())
        .isEqualTo(expected.manifest().position().next());
    assertThat(actual.manifest().samplesTrained()).isEqualTo(2L * STEPS);
    assertThat(learnt(killed)).as(because).isEqualTo(learnt(directory.resolve(WHOLE)));
    assertThat(announcedSteps("killed"))
        .as(because)
        .containsAll(steps("killed"))
        .contains((long) STEPS);
  }

  @Test
  void askedToStopItWritesASnapshotAndEndsWithZero() throws Exception {
    Path home = directory.resolve("stopped");
    try (TrainerProcess trainer = start(home, "--run=stopped")) {
      awaitSteps(trainer, 2);
      trainer.terminate();
      assertThat(trainer.exitCode()).as(trainer.output()).isZero();
      assertLastStepIsInASnapshot(trainer, "stopped");
    }
    try (TrainerProcess trainer = start(home)) {
      awaitSteps(trainer, lastStep("stopped") + 1);
      trainer.closeInput();
      assertThat(trainer.exitCode()).as(trainer.output()).isZero();
      assertLastStepIsInASnapshot(trainer, "stopped");
    }
    try (TrainerProcess trainer = start(home)) {
      awaitSteps(trainer, lastStep("stopped") + 1);
      Files.createFile(home.resolve("stop-requested"));
      assertThat(trainer.exitCode()).as(trainer.output()).isZero();
      assertLastStepIsInASnapshot(trainer, "stopped");
    }
    assertThat(announcedSteps("stopped"))
        .as("a start announces nothing again")
        .doesNotHaveDuplicates()
        .containsExactlyElementsOf(steps("stopped"));
  }

  @Test
  void aManifestWithoutAnEventIsAnnouncedAtTheNextStart() throws Exception {
    // As if the process had died right after the manifest: the same snapshot of a run that never
    // announced anything.
    SnapshotKey from = new SnapshotKey(WHOLE, STEPS);
    SnapshotKey to = new SnapshotKey("silent", STEPS);
    new SnapshotReader(store)
        .verify(from)
        .manifest()
        .files()
        .forEach(file -> copy(from.prefix() + file.name(), to.prefix() + file.name()));
    ObjectNode manifest = (ObjectNode) Json.mapper().readTree(store.get(from.manifest(), 1 << 20));
    store.put(
        to.manifest(),
        Json.mapper().writeValueAsBytes(manifest.put("runId", "silent")),
        "application/json");

    try (TrainerProcess trainer =
        start(directory.resolve("silent"), "--run=silent", "--max-steps=" + (STEPS + 1))) {
      assertThat(trainer.exitCode()).as(trainer.output()).isZero();
    }

    assertThat(announcedSteps("silent")).containsExactly((long) STEPS, STEPS + 1L);
  }

  @Test
  void weightsCanBeGivenToANewRun() throws Exception {
    Path weights = directory.resolve("given.safetensors");
    Files.write(
        weights,
        store.get(new SnapshotKey(WHOLE, STEPS).prefix() + "weights.safetensors", 1 << 20));
    Path begun = directory.resolve("begun");
    Profile rareSnapshots = TestProfiles.tinyWith("trainer", "{\"snapshotEverySteps\": 100000}");
    try (TrainerProcess trainer =
        TrainerProcess.start(connection, rareSnapshots, begun, "--init=" + weights)) {
      awaitSteps(trainer, 1);
      trainer.kill();
      assertThat(trainer.output()).contains("The run begins with").contains("Left as drawn: []");
    }
    JsonNode transfer =
        Json.mapper().readTree(Files.readAllBytes(begun.resolve("initial-weights.json")));
    assertThat(transfer.get("taken")).hasSizeGreaterThan(80);
    assertThat(transfer.get("left")).isEmpty();
    assertThat(transfer.get("missing")).isEmpty();
    try (TrainerProcess trainer = start(begun)) {
      assertThat(trainer.exitCode()).isEqualTo(1);
      assertThat(trainer.output()).contains("began with other initial weights");
    }
    Files.write(weights, new byte[] {1, 2, 3});
    try (TrainerProcess trainer = start(directory.resolve("pupil"), "--init=" + weights)) {
      assertThat(trainer.exitCode()).isEqualTo(1);
      assertThat(trainer.output()).contains("trainer: " + weights + " has 3 bytes");
    }
  }

  @Test
  void whatIsWrongIsSaidInOneSentence() throws Exception {
    Path home = directory.resolve(WHOLE);
    assertFails(
        connection,
        TestProfiles.tinyWith("network", "{\"widths\": [2, 2, 4, 4, 8]}"),
        home,
        "trainer: Run whole was trained with network.widths [2,2,4,4,4], but the profile says [2,2,4,4,8]");
    Connection noStore =
        new Connection(
            kafka.address(),
            new StoreAddress(
                URI.create("http://127.0.0.1:1"), "us-east-1", "hybridmim", "key", "secret"));
    assertFails(
        noStore,
        profile,
        home,
        "trainer: The object store http://127.0.0.1:1 (bucket hybridmim) cannot be used");
    Connection noKafka =
        new Connection(new KafkaAddress("127.0.0.1:1", Map.of()), storeProcess.address());
    assertFails(
        noKafka,
        profile,
        home,
        "trainer: Kafka at 127.0.0.1:1 did not answer within 3 s. Is the broker running?");
    try (RunHome used = RunHome.open(home)) {
      assertThat(used.run()).isPresent();
      assertFails(connection, profile, home, "trainer: Another trainer uses the home directory");
    }
  }

  private void assertFails(Connection with, Profile changed, Path home, String sentence)
      throws Exception {
    try (TrainerProcess trainer = TrainerProcess.start(with, changed, home)) {
      assertThat(trainer.exitCode()).isEqualTo(1);
      assertThat(trainer.output().lines())
          .as(trainer.output())
          .anyMatch(line -> line.startsWith(sentence));
    }
  }

  private TrainerProcess start(Path home, String... options) throws IOException {
    return TrainerProcess.start(connection, profile, home, options);
  }

  private static void awaitSteps(TrainerProcess trainer, long steps) {
    await().atMost(PATIENCE).until(() -> trainer.metrics().size() >= steps || !trainer.isAlive());
    assertThat(trainer.metrics()).as(trainer.output()).hasSizeGreaterThanOrEqualTo((int) steps);
  }

  private void assertLastStepIsInASnapshot(TrainerProcess trainer, String runId) throws Exception {
    assertThat(lastStep(runId)).isEqualTo(trainer.metrics().size());
    assertThat(announcedSteps(runId)).contains(lastStep(runId));
  }

  private long lastStep(String runId) {
    List<Long> steps = steps(runId);
    return steps.get(steps.size() - 1);
  }

  private List<Long> steps(String runId) {
    return new SnapshotCatalogue(store).snapshots(runId).stream().map(SnapshotKey::step).toList();
  }

  private Snapshot download(String runId, long step) throws IOException {
    return new SnapshotReader(store)
        .download(new SnapshotKey(runId, step), Files.createTempDirectory(directory, "copy"));
  }

  private void copy(String from, String to) {
    store.put(to, store.get(from, 1 << 24), "application/octet-stream");
  }

  private List<Long> announcedSteps(String runId) throws InterruptedException {
    List<Long> steps = new ArrayList<>();
    TopicReader.readToEnd(
        kafka.address(),
        Topic.SNAPSHOTS,
        0,
        record -> {
          try {
            SnapshotEvent event = SnapshotEvent.parseFrom(record.value());
            if (event.getRunId().equals(runId)) {
              steps.add(event.getStep());
            }
          } catch (IOException e) {
            throw new AssertionError(e);
          }
        });
    return steps;
  }

  /** What the metrics say of each step, without what depends on the clock and the run's name. */
  private static List<String> learnt(Path home) throws IOException {
    List<String> steps = new ArrayList<>();
    for (String line : Files.readAllLines(home.resolve("metrics.jsonl"))) {
      JsonNode step = Json.mapper().readTree(line);
      steps.add(
          step.get("step")
              + " "
              + step.get("losses")
              + " "
              + step.get("gradientNorm")
              + " "
              + step.get("samplesTrained"));
    }
    return steps;
  }
}
