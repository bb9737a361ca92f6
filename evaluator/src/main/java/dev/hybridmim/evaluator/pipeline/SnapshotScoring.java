package dev.hybridmim.evaluator.pipeline;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.hybridmim.evaluator.report.BaselineReport;
import dev.hybridmim.evaluator.report.OutcomeReport;
import dev.hybridmim.evaluator.report.ScoreReport;
import dev.hybridmim.evaluator.report.SettingsDigest;
import dev.hybridmim.evaluator.worker.WorkRequest;
import dev.hybridmim.evaluator.worker.WorkResult;
import dev.hybridmim.evaluator.worker.WorkerFailedException;
import dev.hybridmim.platform.json.Json;
import dev.hybridmim.platform.message.ScoreEvent;
import dev.hybridmim.platform.message.SnapshotEvent;
import dev.hybridmim.platform.profile.EvaluatorProfile;
import dev.hybridmim.platform.store.ObjectStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * Scores one snapshot after the other against the baseline from scratch.
 *
 * <p>Nothing that is in the object store is computed again: the baseline depends on the settings
 * alone and is trained once, and a snapshot that has a report of the same settings is not scored
 * again but reported again. So a restart costs no work but that of the snapshot in hand.
 */
final class SnapshotScoring {
  private static final String JSON = "application/json";
  private static final long MOST_REPORT_BYTES = 64 << 20;

  private final ObjectStore store;
  private final WorkRunner runner;
  private final ScoringPlan plan;
  private final Path workDirectory;
  private final String settingsDigest;

  SnapshotScoring(ObjectStore store, WorkRunner runner, ScoringPlan plan, Path workDirectory) {
    this.store = store;
    this.runner = runner;
    this.plan = plan;
    this.workDirectory = workDirectory;
    this.settingsDigest = SettingsDigest.of(plan.taskDigest(), plan.fold(), plan.profile());
  }

  /**
   * The snapshot's score, from the store or freshly computed and stored.
   *
   * @throws ScoringFailedException when it can't be scored
   * @throws dev.hybridmim.platform.store.ObjectStoreException when the store is away
   */
  ScoreEvent score(SnapshotEvent snapshot) throws ScoringFailedException, InterruptedException {
    String key = ScoreReport.key(snapshot.getRunId(), snapshot.getStep(), plan.task());
    Optional<ScoreReport> stored = read(key, ScoreReport.class);
    if (stored.isPresent() && isOf(stored.get(), snapshot)) {
      return stored.get().toMessage();
    }
    OutcomeReport baseline = baseline();
    WorkResult result = fineTune(snapshot);
    ScoreReport report = report(snapshot, result, baseline);
    store.put(key, json(report), JSON);
    return report.toMessage();
  }

  private boolean isOf(ScoreReport report, SnapshotEvent snapshot) {
    return report.settingsDigest().equals(settingsDigest)
        && report.manifestSha256().equals(snapshot.getManifestSha256());
  }

  private OutcomeReport baseline() throws ScoringFailedException, InterruptedException {
    String key = BaselineReport.key(settingsDigest);
    Optional<BaselineReport> stored = read(key, BaselineReport.class);
    if (stored.isPresent()) {
      return stored.get().outcome();
    }
    WorkResult result = run(Optional.empty());
    store.putIfAbsent(
        key, json(new BaselineReport(settingsDigest, plan.task(), result.outcome())), JSON);
    // Another evaluator may have been faster; every score must be compared with the one that is
    // stored.
    return read(key, BaselineReport.class).orElseThrow().outcome();
  }

  private WorkResult fineTune(SnapshotEvent snapshot)
      throws ScoringFailedException, InterruptedException {
    try (SnapshotWeights weights = SnapshotWeights.fetch(store, snapshot, workDirectory)) {
      return run(Optional.of(weights.file().toString()));
    } catch (IOException exception) {
      throw new UncheckedIOException(exception);
    }
  }

  private WorkResult run(Optional<String> weights)
      throws ScoringFailedException, InterruptedException {
    WorkRequest request =
        new WorkRequest(plan.taskDirectory(), plan.fold(), plan.profile(), weights);
    try {
      return runner.run(request);
    } catch (WorkerFailedException failure) {
      throw new ScoringFailedException(
          failure.word(), failure.getMessage(), failure.retryable(), failure);
    }
  }

  private ScoreReport report(SnapshotEvent snapshot, WorkResult result, OutcomeReport baseline) {
    EvaluatorProfile settings = plan.profile().evaluator();
    return new ScoreReport(
        snapshot.getRunId(),
        snapshot.getStep(),
        snapshot.getManifestSha256(),
        settingsDigest,
        plan.task(),
        settings.labelFraction(),
        plan.fold(),
        settings.seed(),
        settings.fineTuneSteps(),
        result.trainingCases(),
        result.heldBackCases(),
        result.outcome(),
        baseline,
        Instant.now().truncatedTo(ChronoUnit.MILLIS).toString());
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
