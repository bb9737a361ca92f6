package dev.hybridmim.local.view;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.hybridmim.platform.message.PromotionEvent;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

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
    List<Champion> champions,
    List<RejectRow> rejects,
    Map<String, String> where) {
  public Summary {
    // Null in files from before champions were shown.
    champions = champions == null ? List.of() : List.copyOf(champions);
  }

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

  /** The best snapshot of a task; see {@code dev.hybridmim.evaluator.champion}. */
  public record Champion(
      String task,
      String snapshot,
      double dice,
      double diceLow,
      double diceHigh,
      long cases,
      long sequence,
      String since) {

    /** As an event tells of it. */
    public static Champion of(PromotionEvent event) {
      return new Champion(
          event.getTask(),
          event.getRunId() + "/" + event.getStep(),
          event.getEvidence().getDice(),
          event.getEvidence().getDiceLow(),
          event.getEvidence().getDiceHigh(),
          event.getEvidence().getCases(),
          event.getSequence(),
          Instant.ofEpochSecond(
                  event.getPromotedAt().getSeconds(), event.getPromotedAt().getNanos())
              .toString());
    }
  }

  /** Something that was refused. */
  public record RejectRow(
      String reference, String stage, String reason, String message, Optional<String> file) {}

  /** The same, in another state. */
  public Summary inState(State other) {
    return new Summary(
        other, problem, home, profile, task, startedAt, updatedAt, scans, samples, training,
        snapshots, scores, champions, rejects, where);
  }

  /** The same with a task's new champion in place of its old one. */
  public Summary withChampion(Champion champion) {
    List<Champion> others =
        champions.stream().filter(one -> !one.task().equals(champion.task())).toList();
    return new Summary(
        state,
        problem,
        home,
        profile,
        task,
        startedAt,
        updatedAt,
        scans,
        samples,
        training,
        snapshots,
        scores,
        Stream.concat(others.stream(), Stream.of(champion)).toList(),
        rejects,
        where);
  }

  /** Whether there is a score of a snapshot. */
  public boolean isScored(Snapshot snapshot) {
    return scores.stream().anyMatch(score -> score.snapshot().equals(snapshot.id()));
  }
}
