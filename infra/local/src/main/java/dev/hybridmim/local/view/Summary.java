package dev.hybridmim.local.view;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The state of a run at one moment; names and meanings are in this package's documentation. */
public record Summary(
    State state,
    Optional<String> problem,
    String home,
    String profile,
    Optional<String> task,
    String startedAt,
    String updatedAt,
    Scans scans,
    Samples samples,
    Training training,
    List<Snapshot> snapshots,
    List<Score> scores,
    List<RejectRow> rejects,
    Map<String, String> where) {

  /** How far a run is. */
  public enum State {
    @JsonProperty("none")
    NONE,
    @JsonProperty("starting")
    STARTING,
    @JsonProperty("running")
    RUNNING,
    @JsonProperty("finishing")
    FINISHING,
    @JsonProperty("finished")
    FINISHED,
    @JsonProperty("failed")
    FAILED,
    @JsonProperty("interrupted")
    INTERRUPTED;

    /** Whether a launcher in this state is at work. */
    public boolean isActive() {
      return this == STARTING || this == RUNNING || this == FINISHING;
    }
  }

  /** Counts of scans. */
  public record Scans(
      long arrived, long prepared, long rejected, long duplicates, long heldBack, long ignored) {
    /** Announced and not yet decided. */
    long pending() {
      return Math.max(0, arrived - prepared - rejected);
    }
  }

  /** Counts of samples. */
  public record Samples(long produced, long trained, double perSecond) {}

  /** How the training goes. */
  public record Training(
      Optional<String> run,
      long step,
      Optional<Double> lossFirst,
      Optional<Double> lossLast,
      Optional<Double> waitShare,
      Map<String, Double> losses) {}

  /** A snapshot that exists. */
  public record Snapshot(String id, String run, long step, String createdAt) {}

  /** A snapshot that was scored. */
  public record Score(
      String snapshot,
      long step,
      String task,
      double dicePretrained,
      double diceScratch,
      Optional<Double> hd95,
      Optional<Double> hd95Scratch,
      long trainingCases,
      long heldBackCases) {}

  /** Something that was refused. */
  public record RejectRow(
      String reference, String stage, String reason, String message, Optional<String> file) {}

  /** The same, in another state. */
  public Summary inState(State other) {
    return new Summary(
        other, problem, home, profile, task, startedAt, updatedAt, scans, samples, training,
        snapshots, scores, rejects, where);
  }

  /** Whether there is a score of a snapshot. */
  public boolean isScored(Snapshot snapshot) {
    return scores.stream().anyMatch(score -> score.snapshot().equals(snapshot.id()));
  }
}
