package dev.hybridmim.evaluator.report;

import com.google.protobuf.Timestamp;
import dev.hybridmim.platform.message.ScoreEvent;
import java.time.Instant;

/**
 * A snapshot's score on a task, against the same network from scratch.
 *
 * @param manifestSha256 of the snapshot that was scored
 * @param settingsDigest what else the score depends on, see {@link SettingsDigest}
 * @param labelFraction share of the task's training cases that was used
 * @param createdAt ISO 8601, UTC
 * @param item names the piece of work, {@code f<fraction>-k<fold>-s<seed>}; empty for that of the
 *     profile's own settings, and in older reports
 * @param heldBackSeen how many held-back images have shaped the snapshot; above 0 only where the
 *     profile says that such scores are marked
 */
public record ScoreReport(
    String runId,
    long step,
    String manifestSha256,
    String settingsDigest,
    String task,
    double labelFraction,
    int fold,
    long seed,
    int fineTuneSteps,
    int trainingCases,
    int heldBackCases,
    OutcomeReport pretrained,
    OutcomeReport scratch,
    String createdAt,
    String item,
    Integer heldBackSeen) {
  /** Below this prefix all reports lie. */
  public static final String ROOT = "reports/scores/";

  public ScoreReport {
    item = item == null ? "" : item;
    heldBackSeen = heldBackSeen == null ? 0 : heldBackSeen;
  }

  /**
   * Where the report lies in the object store.
   *
   * @param item names the piece of work; empty for that of the profile's own settings
   */
  public static String key(String runId, long step, String task, String item) {
    return ROOT + place(runId, step, task, item) + ".json";
  }

  /** {@code run/step/task}, and the piece of work behind it when it has a name. */
  public static String place(String runId, long step, String task, String item) {
    return runId + "/" + step + "/" + task + (item.isEmpty() ? "" : "/" + item);
  }

  /** {@code run/step}. */
  public String snapshot() {
    return runId + "/" + step;
  }

  /** Whether a held-back image has shaped the snapshot. */
  public boolean transductive() {
    return heldBackSeen > 0;
  }

  /** The message for topic {@code scores}. */
  public ScoreEvent toMessage() {
    Instant created = Instant.parse(createdAt);
    return ScoreEvent.newBuilder()
        .setRunId(runId)
        .setStep(step)
        .setTask(task)
        .setLabelFraction(labelFraction)
        .setFold(fold)
        .setSeed(seed)
        .setFineTuneSteps(fineTuneSteps)
        .setTrainingCases(trainingCases)
        .setHeldBackCases(heldBackCases)
        .setPretrained(pretrained.toMessage())
        .setScratch(scratch.toMessage())
        .setCreatedAt(
            Timestamp.newBuilder().setSeconds(created.getEpochSecond()).setNanos(created.getNano()))
        .setItem(item)
        .setHeldBackSeen(heldBackSeen)
        .build();
  }
}
