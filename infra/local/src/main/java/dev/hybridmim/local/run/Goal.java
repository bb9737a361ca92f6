package dev.hybridmim.local.run;

import dev.hybridmim.local.view.Summary;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Knows what was asked for and says when it is reached. What the home held before the run does not
 * count. Time is handed in, so that nothing here needs a clock.
 */
final class Goal {
  /** A step of the largest profile on a slow processor takes a few minutes. */
  static final Duration LONGEST_STEP = Duration.ofMinutes(20);

  private final RunRequest.Bound bound;
  private final boolean scored;
  private final Set<String> snapshotsBefore;
  private final Set<String> scoresBefore;
  private final Summary.Training before;
  private final Duration began;
  private Summary.Training newest;
  private Duration firstStep;
  private Duration lastStep;

  /**
   * A goal.
   *
   * @param scored whether there is a task, so that snapshots are scored
   * @param before what the home held when the run began
   * @param now the time at which the run began
   */
  Goal(RunRequest.Bound bound, boolean scored, Summary before, Duration now) {
    this.bound = bound;
    this.scored = scored;
    this.snapshotsBefore = ids(before.snapshots());
    this.scoresBefore = new HashSet<>();
    before.scores().forEach(score -> scoresBefore.add(score.snapshot()));
    this.before = before.training();
    this.newest = before.training();
    this.began = now;
  }

  /** Takes note of a state. */
  void see(Summary summary, Duration now) {
    if (!summary.training().equals(newest)) {
      newest = summary.training();
      lastStep = now;
      if (firstStep == null) {
        firstStep = now;
      }
    }
  }

  /** Whether training has gone on for as long as was asked. */
  boolean isTrainingOver(Summary summary, Duration now) {
    boolean timeIsUp =
        bound.time().isPresent()
            && firstStep != null
            && now.minus(firstStep).compareTo(bound.time().get()) >= 0;
    boolean enoughSnapshots = bound.snapshots() > 0 && reached(summary) >= bound.snapshots();
    return timeIsUp || enoughSnapshots;
  }

  /** Whether no step has come for longer than a step can take. */
  boolean isStalled(Duration now) {
    Duration since = lastStep == null ? began : lastStep;
    return now.minus(since).compareTo(LONGEST_STEP) > 0;
  }

  /** Whether scores are to be waited for after training has ended. */
  boolean awaitsScores() {
    return scored && bound.snapshots() == 0;
  }

  /** Whether the newest snapshot is scored, or refused so that it never will be. */
  boolean isLastSnapshotDecided(Summary summary) {
    return lastSnapshot(summary)
        .map(last -> summary.isScored(last) || isRefused(summary, last))
        .orElse(true);
  }

  /** What was asked for and is missing in a state; nothing when all is there. */
  Optional<String> missing(Summary summary) {
    Summary.Scans scans = summary.scans();
    if (scans.prepared() == 0) {
      return Optional.of(
          "None of the " + scans.arrived() + " scans could be prepared: see the rejects.");
    }
    if (scans.arrived() > scans.prepared() + scans.rejected()) {
      return Optional.of(
          (scans.arrived() - scans.prepared() - scans.rejected())
              + " scans are neither prepared nor rejected: see the log of ingest.");
    }
    if (firstStep == null) {
      return Optional.of("No step was trained: see the logs of augment and trainer.");
    }
    if (bound.snapshots() > 0 && reached(summary) < bound.snapshots()) {
      return Optional.of(
          "Of "
              + bound.snapshots()
              + " snapshots only "
              + reached(summary)
              + (scored ? " were scored." : " were written."));
    }
    Optional<Summary.Snapshot> last = lastSnapshot(summary);
    if (last.isEmpty()) {
      return Optional.of("No snapshot was written: see the log of trainer.");
    }
    if (awaitsScores() && !summary.isScored(last.get())) {
      return Optional.of(
          "The last snapshot "
              + last.get().id()
              + (isRefused(summary, last.get())
                  ? " could not be scored: see the rejects."
                  : " was not scored in time: see the log of evaluator."));
    }
    return Optional.empty();
  }

  /** Whether the trainer has taken a step in this run. */
  boolean hasTrained() {
    return firstStep != null;
  }

  /** The step at which the run began. */
  long stepBefore() {
    return before.step();
  }

  private long reached(Summary summary) {
    return scored
        ? summary.scores().stream()
            .map(Summary.Score::snapshot)
            .filter(id -> !scoresBefore.contains(id))
            .distinct()
            .count()
        : ids(summary.snapshots()).stream().filter(id -> !snapshotsBefore.contains(id)).count();
  }

  private static Optional<Summary.Snapshot> lastSnapshot(Summary summary) {
    List<Summary.Snapshot> snapshots = summary.snapshots();
    return snapshots.isEmpty()
        ? Optional.empty()
        : Optional.of(snapshots.get(snapshots.size() - 1));
  }

  /** The evaluator refuses a snapshot by its object prefix, which ends in {@code run/0…0step/}. */
  private static boolean isRefused(Summary summary, Summary.Snapshot snapshot) {
    return summary.rejects().stream()
        .filter(reject -> reject.stage().equals("evaluator"))
        .anyMatch(
            reject ->
                reject
                    .reference()
                    .matches(".*\\Q" + snapshot.run() + "\\E/0*" + snapshot.step() + "/?$"));
  }

  private static Set<String> ids(List<Summary.Snapshot> snapshots) {
    return snapshots.stream().map(Summary.Snapshot::id).collect(Collectors.toSet());
  }
}
