package dev.hybridmim.local.view;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Summaries for tests, built up piece by piece. */
public final class Summaries {
  private Summary summary =
      new RunIdentity(
              "/home", "laptop", Optional.of("spleen"), Instant.EPOCH, Map.of("home", "/home"))
          .empty(Summary.State.RUNNING, Optional.empty());

  private Summaries() {}

  public static Summaries summary() {
    return new Summaries();
  }

  public Summaries scans(long arrived, long prepared, long rejected) {
    return with(
        new Summary.Scans(arrived, prepared, rejected, 0, 0, 0),
        summary.training(),
        summary.snapshots(),
        summary.scores(),
        summary.rejects());
  }

  public Summaries step(long step) {
    Summary.Training training =
        new Summary.Training(
            Optional.of("run"),
            step,
            Optional.of(1.0),
            Optional.of(1.0 / step),
            Optional.of(0.01),
            Map.of("number", 0.5));
    return with(
        summary.scans(), training, summary.snapshots(), summary.scores(), summary.rejects());
  }

  public Summaries snapshot(long step) {
    List<Summary.Snapshot> snapshots = new ArrayList<>(summary.snapshots());
    snapshots.add(new Summary.Snapshot("run/" + step, "run", step, Instant.EPOCH.toString()));
    return with(
        summary.scans(), summary.training(), snapshots, summary.scores(), summary.rejects());
  }

  public Summaries score(long step) {
    List<Summary.Score> scores = new ArrayList<>(summary.scores());
    scores.add(
        new Summary.Score(
            "run/" + step, step, "spleen", 0.75, 0.5, Optional.of(3.25), Optional.empty(), 8, 2));
    return with(
        summary.scans(), summary.training(), summary.snapshots(), scores, summary.rejects());
  }

  public Summaries reject(String stage, String reference, String file) {
    List<Summary.RejectRow> rejects = new ArrayList<>(summary.rejects());
    rejects.add(
        new Summary.RejectRow(reference, stage, "truncated", "Broken.", Optional.ofNullable(file)));
    return with(
        summary.scans(), summary.training(), summary.snapshots(), summary.scores(), rejects);
  }

  public Summaries champion(String task, long step) {
    summary =
        summary.withChampion(
            new Summary.Champion(
                task, "run/" + step, 0.75, 0.7, 0.8, 2, 1, Instant.EPOCH.toString()));
    return this;
  }

  public Summary build() {
    return summary;
  }

  private Summaries with(
      Summary.Scans scans,
      Summary.Training training,
      List<Summary.Snapshot> snapshots,
      List<Summary.Score> scores,
      List<Summary.RejectRow> rejects) {
    summary =
        new Summary(
            summary.state(),
            summary.problem(),
            summary.home(),
            summary.profile(),
            summary.task(),
            summary.startedAt(),
            summary.updatedAt(),
            scans,
            new Summary.Samples(64, 32, 1.5),
            training,
            snapshots,
            scores,
            summary.champions(),
            rejects,
            summary.where());
    return this;
  }
}
