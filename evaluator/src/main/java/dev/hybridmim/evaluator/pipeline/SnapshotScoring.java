package dev.hybridmim.evaluator.pipeline;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.hybridmim.evaluator.champion.Champions;
import dev.hybridmim.evaluator.network.FineTunedNetwork;
import dev.hybridmim.evaluator.network.NetworkStore;
import dev.hybridmim.evaluator.report.BaselineReport;
import dev.hybridmim.evaluator.report.OutcomeReport;
import dev.hybridmim.evaluator.report.RefusalReport;
import dev.hybridmim.evaluator.report.ScoreReport;
import dev.hybridmim.evaluator.task.InvalidTaskException;
import dev.hybridmim.evaluator.task.SegmentationTask;
import dev.hybridmim.evaluator.worker.WorkRequest;
import dev.hybridmim.evaluator.worker.WorkResult;
import dev.hybridmim.evaluator.worker.WorkerFailedException;
import dev.hybridmim.platform.json.Json;
import dev.hybridmim.platform.message.SnapshotEvent;
import dev.hybridmim.platform.profile.EvaluatorProfile;
import dev.hybridmim.platform.profile.ScoringProfile;
import dev.hybridmim.platform.store.ObjectStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Does one piece of work for one snapshot after the other, against the baseline from scratch.
 *
 * <p>Nothing that is in the object store is computed again: the baseline depends on the settings
 * alone and is trained once, and a snapshot that has a report or a refusal of the same settings is
 * not scored again. So a restart costs no work but that in hand. Thread-safe: of several at once
 * one trains the baseline.
 */
final class SnapshotScoring {
  private static final String JSON = "application/json";
  private static final long MOST_REPORT_BYTES = 64 << 20;

  private final ObjectStore store;
  private final WorkRunner runner;
  private final WorkItem item;
  private final Path workDirectory;
  private final String settingsDigest;
  private final ReentrantLock baselineLock = new ReentrantLock();

  SnapshotScoring(ObjectStore store, WorkRunner runner, WorkItem item, Path workDirectory) {
    this.store = store;
    this.runner = runner;
    this.item = item;
    this.workDirectory = workDirectory;
    this.settingsDigest = item.settingsDigest();
  }

  /**
   * The snapshot's score if the store has it.
   *
   * @throws ScoringFailedException when what the store has can't be read, or is a refusal
   */
  Optional<ScoreReport> stored(SnapshotEvent snapshot) throws ScoringFailedException {
    String key = ScoreReport.key(snapshot.getRunId(), snapshot.getStep(), item.task(), item.name());
    Optional<ScoreReport> report = read(key, ScoreReport.class);
    if (report.isPresent() && isOf(report.get(), snapshot)) {
      return report;
    }
    Optional<RefusalReport> refusal = read(refusalKey(snapshot), RefusalReport.class);
    if (refusal.isPresent()
        && refusal.get().settingsDigest().equals(settingsDigest)
        && refusal.get().manifestSha256().equals(snapshot.getManifestSha256())) {
      throw new ScoringFailedException(
          refusal.get().reason(), refusal.get().message(), false, null);
    }
    return Optional.empty();
  }

  /** Keeps in mind that a snapshot gets no score. */
  void refuse(SnapshotEvent snapshot, ScoringFailedException failure) {
    RefusalReport refusal =
        new RefusalReport(
            snapshot.getRunId(),
            snapshot.getStep(),
            snapshot.getManifestSha256(),
            settingsDigest,
            item.task(),
            item.name(),
            failure.reason(),
            failure.getMessage(),
            now());
    store.put(refusalKey(snapshot), json(refusal), JSON);
  }

  private String refusalKey(SnapshotEvent snapshot) {
    return RefusalReport.key(snapshot.getRunId(), snapshot.getStep(), item.task(), item.name());
  }

  /**
   * The snapshot's score, from the store or freshly computed and stored.
   *
   * @throws ScoringFailedException when it can't be scored
   * @throws dev.hybridmim.platform.store.ObjectStoreException when the store is away
   */
  ScoreReport score(SnapshotEvent snapshot) throws ScoringFailedException, InterruptedException {
    Optional<ScoreReport> stored = stored(snapshot);
    if (stored.isPresent()) {
      return stored.get();
    }
    try (SnapshotWeights weights = SnapshotWeights.fetch(store, snapshot, workDirectory)) {
      int seen = heldBackSeen(weights);
      OutcomeReport baseline = baseline();
      Path network = weights.directory().resolve("network.safetensors");
      WorkResult result =
          run(Optional.of(weights.file().toString()), Optional.of(network.toString()));
      ScoreReport report = report(snapshot, result, baseline, seen);
      keepNetwork(report, network);
      store.put(
          ScoreReport.key(report.runId(), report.step(), report.task(), report.item()),
          json(report),
          JSON);
      return report;
    } catch (IOException exception) {
      throw new UncheckedIOException(exception);
    }
  }

  private boolean isOf(ScoreReport report, SnapshotEvent snapshot) {
    return report.settingsDigest().equals(settingsDigest)
        && report.manifestSha256().equals(snapshot.getManifestSha256());
  }

  /** How many held-back images the snapshot was trained on. */
  private int heldBackSeen(SnapshotWeights weights) throws ScoringFailedException {
    List<String> seen = item.heldBackIds().stream().filter(weights.shapedBy()::contains).toList();
    ScoringProfile scoring = item.profile().evaluator().scoring();
    if (!seen.isEmpty() && scoring.seenCases() == ScoringProfile.SeenCases.REFUSE) {
      throw new ScoringFailedException(
          "held-back-case-seen",
          seen.size()
              + " of "
              + item.heldBackIds().size()
              + " held-back images of task "
              + item.task()
              + " have shaped the snapshot (the first has the id "
              + seen.get(0)
              + "): pre-train without them, or mark such scores with evaluator.scoring.seenCases.",
          false,
          null);
    }
    return seen.size();
  }

  private OutcomeReport baseline() throws ScoringFailedException, InterruptedException {
    baselineLock.lockInterruptibly();
    try {
      String key = BaselineReport.key(settingsDigest);
      Optional<BaselineReport> stored = read(key, BaselineReport.class);
      if (stored.isPresent()) {
        return stored.get().outcome();
      }
      WorkResult result = run(Optional.empty(), Optional.empty());
      store.putIfAbsent(
          key, json(new BaselineReport(settingsDigest, item.task(), result.outcome())), JSON);
      // Another evaluator may have been faster; every score must be compared with the one that is
      // stored.
      return read(key, BaselineReport.class).orElseThrow().outcome();
    } finally {
      baselineLock.unlock();
    }
  }

  private WorkResult run(Optional<String> weights, Optional<String> network)
      throws ScoringFailedException, InterruptedException {
    WorkRequest request =
        new WorkRequest(item.taskDirectory(), item.fold(), item.profile(), weights, network);
    try {
      return runner.run(request);
    } catch (WorkerFailedException failure) {
      throw new ScoringFailedException(
          failure.word(), failure.getMessage(), failure.retryable(), failure);
    }
  }

  /** Before the report is there, so that a score of the plain key always has its network. */
  private void keepNetwork(ScoreReport report, Path file) throws ScoringFailedException {
    int newest = item.profile().evaluator().scoring().networksKept();
    if (!item.name().isEmpty() || !Files.exists(file)) {
      return;
    }
    try {
      SegmentationTask task = SegmentationTask.open(Path.of(item.taskDirectory()));
      NetworkStore networks = new NetworkStore(store);
      networks.keep(
          new FineTunedNetwork(
              FineTunedNetwork.VERSION,
              report.task(),
              report.runId(),
              report.step(),
              report.manifestSha256(),
              task.modality(),
              task.channels(),
              task.labels(),
              item.profile(),
              "",
              0,
              now()),
          file);
      // The one in hand stays until it is decided whether it is the champion.
      Set<String> named = new HashSet<>(new Champions(store).needed(item.task()));
      named.add(report.snapshot());
      networks.thin(item.task(), newest, named);
    } catch (InvalidTaskException exception) {
      throw new ScoringFailedException("invalid-task", exception.getMessage(), false, exception);
    }
  }

  private ScoreReport report(
      SnapshotEvent snapshot, WorkResult result, OutcomeReport baseline, int seen) {
    EvaluatorProfile settings = item.profile().evaluator();
    return new ScoreReport(
        snapshot.getRunId(),
        snapshot.getStep(),
        snapshot.getManifestSha256(),
        settingsDigest,
        item.task(),
        settings.labelFraction(),
        item.fold(),
        settings.seed(),
        settings.fineTuneSteps(),
        result.trainingCases(),
        result.heldBackCases(),
        result.outcome(),
        baseline,
        now(),
        item.name(),
        seen);
  }

  private static String now() {
    return Instant.now().truncatedTo(ChronoUnit.MILLIS).toString();
  }

  private <T> Optional<T> read(String key, Class<T> type) throws ScoringFailedException {
    if (store.stat(key).isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(Json.mapper().readValue(store.get(key, MOST_REPORT_BYTES), type));
    } catch (JsonProcessingException exception) {
      throw new ScoringFailedException(
          "corrupt-report",
          "The stored report " + key + " can't be read; delete it and it is computed again.",
          true,
          exception);
    } catch (IOException exception) {
      throw new UncheckedIOException(exception);
    }
  }

  private static byte[] json(Object report) {
    try {
      return Json.mapper().writerWithDefaultPrettyPrinter().writeValueAsBytes(report);
    } catch (JsonProcessingException exception) {
      throw new UncheckedIOException(exception);
    }
  }
}
