package dev.hybridmim.evaluator.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.hybridmim.evaluator.champion.Champions;
import dev.hybridmim.evaluator.metric.ClassMetrics;
import dev.hybridmim.evaluator.report.CaseReport;
import dev.hybridmim.evaluator.report.ClassReport;
import dev.hybridmim.evaluator.report.OutcomeReport;
import dev.hybridmim.evaluator.report.ScoreReport;
import dev.hybridmim.evaluator.report.WeightTransfer;
import dev.hybridmim.evaluator.testing.TestProfiles;
import dev.hybridmim.evaluator.testing.TestSnapshots;
import dev.hybridmim.evaluator.worker.WorkRequest;
import dev.hybridmim.evaluator.worker.WorkResult;
import dev.hybridmim.platform.message.ScoreEvent;
import dev.hybridmim.platform.message.SnapshotEvent;
import dev.hybridmim.platform.profile.Profile;
import dev.hybridmim.platform.profile.ScoringProfile;
import dev.hybridmim.platform.store.FileObjectStore;
import dev.hybridmim.platform.store.ObjectInfo;
import dev.hybridmim.platform.store.ObjectStore;
import dev.hybridmim.platform.store.ObjectStoreException;
import dev.hybridmim.trainer.safetensors.SafetensorsFile;
import dev.hybridmim.trainer.snapshot.Provenance;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is computed, what is reused and what is refused; the work itself is counted, not done. */
class SnapshotScoringTest {
  private static final Profile PROFILE = TestProfiles.withBudget(3);

  @TempDir Path directory;

  private final List<WorkRequest> requests = new ArrayList<>();
  private ObjectStore store;
  private Path work;

  @BeforeEach
  void openStore() {
    store = new FileObjectStore(directory.resolve("store"));
    work = directory.resolve("work");
  }

  @Test
  void trainsTheBaselineOnceAndEachSnapshotOnce() throws Exception {
    SnapshotScoring scoring = scoring("digest");
    ScoreEvent first = scoring.score(snapshot(10)).toMessage();
    ScoreEvent second = scoring.score(snapshot(20)).toMessage();
    assertThat(requests)
        .extracting(request -> request.weights().isPresent())
        .containsExactly(false, true, true);
    assertThat(first.getScratch()).isEqualTo(second.getScratch());
    assertThat(first.getPretrained().getDice()).isGreaterThan(first.getScratch().getDice());
    assertThat(first.getTask()).isEqualTo("small-balls");
    assertThat(first.getTrainingCases()).isEqualTo(4);
  }

  @Test
  void reportsAStoredScoreAgainAfterARestart() throws Exception {
    SnapshotEvent snapshot = snapshot(10);
    ScoreReport score = scoring("digest").score(snapshot);
    requests.clear();
    assertThat(scoring("digest").score(snapshot)).isEqualTo(score);
    assertThat(scoring("digest").stored(snapshot)).contains(score);
    assertThat(requests).isEmpty();
  }

  @Test
  void eachPieceOfWorkHasAReportOfItsOwn() throws Exception {
    SnapshotEvent snapshot = snapshot(10);
    scoring("digest").score(snapshot);
    requests.clear();
    WorkItem other = item("digest", "f1.0-k1-s11", 1, PROFILE, List.of());
    ScoreReport report = new SnapshotScoring(store, this::count, other, work).score(snapshot);
    assertThat(report.item()).isEqualTo("f1.0-k1-s11");
    assertThat(requests).hasSize(2);
    assertThat(store.list(ScoreReport.ROOT))
        .extracting(ObjectInfo::key)
        .containsExactlyInAnyOrder(
            "reports/scores/test-run/10/small-balls.json",
            "reports/scores/test-run/10/small-balls/f1.0-k1-s11.json");
  }

  @Test
  void aSnapshotThatAHeldBackImageHasShapedIsRefusedOrMarked() throws Exception {
    SnapshotEvent snapshot =
        TestSnapshots.write(
            store,
            directory.resolve("staging"),
            PROFILE,
            10,
            TestSnapshots.anyWeights(),
            new Provenance(new TreeMap<>(Map.of("volume-a", 3L, "volume-b", 1L))));
    WorkItem strict = item("digest", "", 0, PROFILE, List.of("volume-c", "volume-b"));
    SnapshotScoring refusing = new SnapshotScoring(store, this::count, strict, work);
    ScoringFailedException refusal =
        catchThrowableOfType(ScoringFailedException.class, () -> refusing.score(snapshot));
    assertThat(refusal.reason()).isEqualTo("held-back-case-seen");
    assertThat(refusal).hasMessageContaining("1 of 2").hasMessageContaining("volume-b");
    assertThat(requests).isEmpty();

    ScoringProfile scoring = PROFILE.evaluator().scoring();
    Profile lenient =
        PROFILE.withEvaluator(
            PROFILE
                .evaluator()
                .withScoring(
                    new ScoringProfile(
                        scoring.surfaceToleranceMm(),
                        scoring.labelFractions(),
                        scoring.folds(),
                        scoring.seeds(),
                        scoring.splitSeed(),
                        scoring.parallel(),
                        scoring.mostWaiting(),
                        scoring.networksKept(),
                        ScoringProfile.SeenCases.MARK)));
    WorkItem marking = item("digest", "", 0, lenient, strict.heldBackIds());
    ScoreReport report = new SnapshotScoring(store, this::count, marking, work).score(snapshot);
    assertThat(report.heldBackSeen()).isEqualTo(1);
    assertThat(report.transductive()).isTrue();
    assertThat(
            new Champions(store)
                .consider(
                    "small-balls",
                    "test-run",
                    10,
                    List.of(new Champions.Work("", marking.settingsDigest()))))
        .isEmpty();
  }

  @Test
  void aRefusalIsRememberedUntilTheSettingsAreOthers() throws Exception {
    SnapshotEvent snapshot = snapshot(10);
    SnapshotScoring scoring = scoring("digest");
    scoring.refuse(snapshot, new ScoringFailedException("diverged", "It did.", false, null));
    assertThat(refusal(snapshot)).isEqualTo("diverged");
    assertThat(requests).isEmpty();
    assertThat(scoring("another digest").stored(snapshot)).isEmpty();
  }

  @Test
  void scoresAnewWhenTaskOrSnapshotAreOthers() throws Exception {
    SnapshotEvent snapshot = snapshot(10);
    scoring("digest").score(snapshot);
    requests.clear();
    scoring("another digest").score(snapshot);
    assertThat(requests).hasSize(2);
    store.delete(snapshot.getObjectPrefix() + "manifest.json");
    SnapshotEvent replaced =
        TestSnapshots.write(
            store,
            directory.resolve("staging"),
            TestProfiles.withBudget(4),
            10,
            TestSnapshots.anyWeights());
    requests.clear();
    scoring("another digest").score(replaced);
    assertThat(requests).hasSize(1);
  }

  @Test
  void removesTheWeightsThatItFetched() throws Exception {
    scoring("digest").score(snapshot(10));
    try (Stream<Path> left = Files.list(work)) {
      assertThat(left).isEmpty();
    }
  }

  @Test
  void refusesSnapshotsThatAreNotWhatWasAnnounced() throws Exception {
    SnapshotEvent snapshot = snapshot(10);
    assertThat(refusal(snapshot.toBuilder().setManifestSha256("00").build()))
        .isEqualTo("corrupt-snapshot");
    assertThat(refusal(snapshot.toBuilder().setObjectPrefix("elsewhere/").build()))
        .isEqualTo("corrupt-snapshot");
    store.put(snapshot.getObjectPrefix() + "weights.safetensors", new byte[10], "a/b");
    assertThat(refusal(snapshot)).isEqualTo("corrupt-snapshot");
    store.delete(snapshot.getObjectPrefix() + "weights.safetensors");
    assertThat(refusal(snapshot)).isEqualTo("snapshot-missing");
    store.delete(snapshot.getObjectPrefix() + "manifest.json");
    assertThat(refusal(snapshot)).isEqualTo("snapshot-missing");
  }

  @Test
  void refusesAReportThatCannotBeRead() throws Exception {
    store.put(
        ScoreReport.key("test-run", 10, "small-balls", ""),
        "{".getBytes(StandardCharsets.UTF_8),
        "application/json");
    assertThat(refusal(snapshot(10))).isEqualTo("corrupt-report");
  }

  @Test
  void leavesAnAbsentStoreToTheRunner() throws Exception {
    SnapshotEvent snapshot = snapshot(10);
    ObjectStore away =
        (ObjectStore)
            Proxy.newProxyInstance(
                ObjectStore.class.getClassLoader(),
                new Class<?>[] {ObjectStore.class},
                (proxy, method, arguments) -> {
                  throw new ObjectStoreException("away", true, null);
                });
    assertThatThrownBy(
            () -> new SnapshotScoring(away, this::count, item("digest"), work).score(snapshot))
        .isInstanceOf(ObjectStoreException.class);
  }

  private String refusal(SnapshotEvent snapshot) {
    return catchThrowableOfType(
            ScoringFailedException.class, () -> scoring("digest").score(snapshot))
        .reason();
  }

  private SnapshotScoring scoring(String taskDigest) {
    return new SnapshotScoring(store, this::count, item(taskDigest), work);
  }

  private static WorkItem item(String taskDigest) {
    return item(taskDigest, "", 0, PROFILE, List.of());
  }

  private static WorkItem item(
      String taskDigest, String name, int fold, Profile profile, List<String> heldBack) {
    return new WorkItem("small-balls", "somewhere", taskDigest, name, fold, profile, heldBack);
  }

  private WorkResult count(WorkRequest request) {
    requests.add(request);
    request
        .weights()
        .ifPresent(
            file -> assertThat(SafetensorsFile.readAll(Path.of(file))).containsOnlyKeys("any"));
    double dice = request.weights().isPresent() ? 0.7 : 0.5;
    List<ClassMetrics> metrics = List.of(new ClassMetrics(1, dice, 2, 0.9, 10));
    OutcomeReport outcome =
        OutcomeReport.of(
            List.of(ClassReport.of(1, "shell", metrics, 1)),
            1,
            1,
            List.of(1.0),
            WeightTransfer.none(),
            List.of(CaseReport.of("training[0]", metrics)));
    return new WorkResult(outcome, 4, 4);
  }

  private SnapshotEvent snapshot(long step) throws InterruptedException {
    return TestSnapshots.write(
        store, directory.resolve("staging"), PROFILE, step, TestSnapshots.anyWeights());
  }
}
