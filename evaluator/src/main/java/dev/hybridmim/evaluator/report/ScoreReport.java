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
    String createdAt) {

  /** Where the report lies in the object store. */
  public static String key(String runId, long step, String task) {
    return "reports/scores/" + runId + "/" + step + "/" + task + ".json";
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
        .build();
  }
}
