package dev.hybridmim.trainer.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hybridmim.platform.profile.Profile;
import dev.hybridmim.platform.store.FileObjectStore;
import dev.hybridmim.trainer.learning.Learner;
import dev.hybridmim.trainer.safetensors.Tensor;
import dev.hybridmim.trainer.service.TrainingLoop.End;
import dev.hybridmim.trainer.snapshot.Snapshot;
import dev.hybridmim.trainer.snapshot.SnapshotCatalogue;
import dev.hybridmim.trainer.snapshot.SnapshotFile;
import dev.hybridmim.trainer.snapshot.SnapshotKey;
import dev.hybridmim.trainer.snapshot.SnapshotReader;
import dev.hybridmim.trainer.snapshot.SnapshotWriter;
import dev.hybridmim.trainer.snapshot.StoreRetry;
import dev.hybridmim.trainer.stream.SampleId;
import dev.hybridmim.trainer.stream.StreamPosition;
import dev.hybridmim.trainer.stream.TestProfiles;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainingLoopTest {
  private Profile profile = TestProfiles.tiny();
  private boolean poisonedWeights;

  @TempDir Path directory;

  @Test
  void aSnapshotEverySoManyStepsAndAtTheEnd() throws Exception {
    assertThat(train("a", () -> false, 7, none())).isEqualTo(End.ENOUGH_STEPS);

    SnapshotCatalogue catalogue = new SnapshotCatalogue(store());
    assertThat(catalogue.snapshots("a"))
        .containsExactly(new SnapshotKey("a", 5), new SnapshotKey("a", 7));
    Snapshot last = download("a", 7);
    assertThat(last.manifest().samplesTrained()).isEqualTo(14);
    assertThat(last.manifest().position().next()).isEqualTo(new SampleId(2, 2));
    assertThat(last.manifest().metrics())
        .containsKeys("total", "reconstruction", "learningRate")
        .containsEntry("nonFiniteSteps", 0.0);
    assertThat(
            last.provenance().samplesByVolume().values().stream().mapToLong(Long::longValue).sum())
        .isEqualTo(14);
    assertThat(metrics("a")).hasSize(7);
  }

  @Test
  void stoppingAndGoingOnGivesTheSameBytes() throws Exception {
    train("a", () -> false, 9, none());
    AtomicInteger asked = new AtomicInteger();
    assertThat(train("b", () -> asked.incrementAndGet() > 3, 9, none())).isEqualTo(End.STOPPED);
    assertThat(new SnapshotCatalogue(store()).snapshots("b"))
        .containsExactly(new SnapshotKey("b", 3));
    train("b", () -> false, 9, none());

    assertThat(checksums("b", 9)).isEqualTo(checksums("a", 9)).hasSize(1);
    assertThat(download("b", 9).weights()).isEqualTo(download("a", 9).weights());
    assertThat(download("b", 9).average()).isEqualTo(download("a", 9).average());
    assertThat(download("b", 9).optimizer()).isEqualTo(download("a", 9).optimizer());
  }

  @Test
  void stoppedBeforeTheFirstStepThereIsNoSnapshot() throws Exception {
    assertThat(train("a", () -> true, 9, none())).isEqualTo(End.STOPPED);

    assertThat(new SnapshotCatalogue(store()).runs()).isEmpty();
  }

  @Test
  void aStepThatIsNotFiniteChangesNothingAndNamesItsSamples() throws Exception {
    train("a", () -> false, 1, none());
    train("a", () -> false, 2, id -> id.ordinal() == 2);

    assertThat(download("a", 2).weights()).isEqualTo(download("a", 1).weights());
    assertThat(download("a", 2).manifest().samplesTrained()).isEqualTo(2);
    assertThat(download("a", 2).manifest().metrics())
        .containsEntry("nonFiniteSteps", 1.0)
        .doesNotContainKey("total");
    assertThat(metrics("a").get(1))
        .contains("\"skippedSamples\":[\"a/0/2 of volume volume-")
        .contains("\"a/0/3 of");
    train("a", () -> false, 3, none());
    assertThat(download("a", 3).manifest().metrics()).containsEntry("nonFiniteStepsInARow", 0.0);
  }

  @Test
  void tenStepsInARowThatAreNotFiniteEndTrainingAlsoAcrossAStop() throws Exception {
    train("a", () -> false, 3, none());
    train("a", () -> false, 8, id -> true);
    assertThat(train("a", () -> false, 100, id -> true)).isEqualTo(End.NOT_FINITE);

    assertThat(metrics("a")).hasSize(13);
    assertThat(new SnapshotCatalogue(store()).snapshots("a"))
        .extracting(SnapshotKey::step)
        .containsExactly(3L, 5L, 8L, 10L);
    assertThat(download("a", 10).weights()).isEqualTo(download("a", 3).weights());
  }

  @Test
  void aSkippedStepIsPartOfTheTrajectoryThatARunGoesOnWith() throws Exception {
    Predicate<SampleId> poisoned = id -> id.ticket() == 1 && id.ordinal() < 2;
    train("a", () -> false, 9, poisoned);
    AtomicInteger asked = new AtomicInteger();
    // Stopped right behind the skipped step, the fourth.
    assertThat(train("b", () -> asked.incrementAndGet() > 4, 9, poisoned)).isEqualTo(End.STOPPED);
    train("b", () -> false, 9, poisoned);

    assertThat(metrics("a").get(3)).contains("skippedSamples");
    assertThat(download("b", 9).weights()).isEqualTo(download("a", 9).weights());
    assertThat(download("b", 9).average()).isEqualTo(download("a", 9).average());
    assertThat(download("b", 9).optimizer()).isEqualTo(download("a", 9).optimizer());
    assertThat(download("b", 9).manifest().metrics())
        .isEqualTo(download("a", 9).manifest().metrics())
        .containsEntry("nonFiniteSteps", 1.0);
    assertThat(download("b", 9).manifest().samplesTrained()).isEqualTo(16);
  }

  @Test
  void theProfileSaysHowManyStepsMayFail() throws Exception {
    profile = TestProfiles.tinyWith("trainer", "{\"mostNonFiniteSteps\": 2}");
    train("a", () -> false, 1, none());

    assertThat(train("a", () -> false, 100, id -> true)).isEqualTo(End.NOT_FINITE);
    assertThat(metrics("a")).hasSize(3);
    assertThat(new SnapshotCatalogue(store()).newestValid("a").orElseThrow().manifest().step())
        .isEqualTo(1);
  }

  @Test
  void weightsThatAreNotFiniteAreNeverKept() throws Exception {
    train("a", () -> false, 1, none());
    poisonedWeights = true;

    // No loss is finite with them, so nothing is learnt, and the step before a snapshot is refused.
    assertThatThrownBy(() -> train("a", () -> false, 5, none()))
        .isInstanceOf(TrainerException.class)
        .hasMessageContaining("After step 5 of run a a weight is not finite");
    assertThat(new SnapshotCatalogue(store()).snapshots("a"))
        .containsExactly(new SnapshotKey("a", 1));
    poisonedWeights = false;
    assertThat(train("a", () -> false, 5, none())).isEqualTo(End.ENOUGH_STEPS);
    assertThat(download("a", 5).manifest().metrics()).containsEntry("nonFiniteSteps", 0.0);
  }

  @Test
  void aSnapshotHoldsAPictureUnlessItIsNotWanted() throws Exception {
    train("a", () -> false, 1, none());
    BufferedImage sheet = ImageIO.read(sheet("a", 1).orElseThrow().toFile());
    assertThat(sheet.getWidth()).isGreaterThan(900);

    profile = TestProfiles.tinyWith("trainer", "{\"sheets\": false}");
    train("b", () -> false, 1, none());
    assertThat(sheet("b", 1)).isEmpty();
    assertThat(download("b", 1).weights()).isEqualTo(download("a", 1).weights());
  }

  private Optional<Path> sheet(String runId, long step) throws IOException {
    Path copy = Files.createTempDirectory(directory, "copy");
    new SnapshotReader(store()).download(new SnapshotKey(runId, step), copy);
    return Optional.of(copy.resolve("sheet.png")).filter(Files::exists);
  }

  private static Predicate<SampleId> none() {
    return id -> false;
  }

  /** One life of a run: goes on from its newest snapshot. */
  private End train(String runId, BooleanSupplier stop, long lastStep, Predicate<SampleId> poisoned)
      throws Exception {
    Path resumed = Files.createTempDirectory(directory, "resumed");
    Optional<Snapshot> snapshot =
        new SnapshotCatalogue(store()).downloadNewestValid(runId, resumed);
    Progress progress =
        snapshot.map(Progress::of).orElseGet(() -> Progress.none(StreamPosition.BEGINNING));
    SnapshotWriter writer =
        new SnapshotWriter(store(), directory.resolve("staging"), StoreRetry.NONE, "test");
    try (Learner learner = Learner.create(profile);
        MetricsLog metrics = MetricsLog.open(runId, metricsFile(runId), progress.step());
        MemoryStream stream = new MemoryStream(profile, progress.position(), poisoned)) {
      snapshot.ifPresent(found -> learner.restore(LearnerState.of(found).joined()));
      if (poisonedWeights) {
        learner.restore(
            LearnerState.of(learner.state())
                .with(Map.of("decoder_pred.bias", Tensor.ofFloats(new long[] {1}, Float.NaN)))
                .state()
                .joined());
      }
      return new TrainingLoop(
              runId, profile, learner, stream, progress, metrics, writer::write, Clock.systemUTC())
          .run(stop, lastStep);
    }
  }

  private FileObjectStore store() {
    return new FileObjectStore(directory.resolve("store"));
  }

  private Snapshot download(String runId, long step) throws IOException {
    return new SnapshotReader(store())
        .download(new SnapshotKey(runId, step), Files.createTempDirectory(directory, "copy"));
  }

  /** Of the files that do not name the run. */
  private List<String> checksums(String runId, long step) throws IOException {
    return download(runId, step).manifest().files().stream()
        .filter(file -> file.name().equals("provenance.json"))
        .map(SnapshotFile::sha256)
        .toList();
  }

  private Path metricsFile(String runId) {
    return directory.resolve(runId + ".jsonl");
  }

  private List<String> metrics(String runId) throws IOException {
    return Files.readAllLines(metricsFile(runId));
  }
}
