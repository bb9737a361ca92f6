package dev.hybridmim.evaluator.champion;

import com.google.protobuf.Timestamp;
import dev.hybridmim.platform.message.PromotionEvent;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A task's best snapshot, and why.
 *
 * @param sequence counts the task's promotions and rollbacks from 1
 * @param manifestSha256 of the snapshot
 * @param evidence for the snapshot
 * @param previous evidence for the champion before
 * @param rule how it was decided, a sentence
 * @param rollback whether a person went back to it
 * @param withdrawn snapshots, {@code run/step}, that were rolled back and are never promoted again
 * @param promotedAt ISO 8601, UTC
 */
public record Champion(
    String task,
    long sequence,
    String manifestSha256,
    Evidence evidence,
    Optional<Evidence> previous,
    String rule,
    boolean rollback,
    List<String> withdrawn,
    String promotedAt) {
  public Champion {
    withdrawn = List.copyOf(withdrawn);
  }

  /** Whether it is this snapshot. */
  public boolean isOf(String run, long ofStep) {
    return evidence.runId().equals(run) && evidence.step() == ofStep;
  }

  /** The record's key on topic {@code promotions}. */
  public String key() {
    return task + "/" + sequence;
  }

  /** The message for topic {@code promotions}. */
  public PromotionEvent toMessage() {
    Instant time = Instant.parse(promotedAt);
    PromotionEvent.Builder message =
        PromotionEvent.newBuilder()
            .setTask(task)
            .setSequence(sequence)
            .setRunId(evidence.runId())
            .setStep(evidence.step())
            .setManifestSha256(manifestSha256)
            .setRule(rule)
            .setRollback(rollback)
            .setEvidence(evidence.toMessage())
            .setPromotedAt(
                Timestamp.newBuilder().setSeconds(time.getEpochSecond()).setNanos(time.getNano()));
    previous.ifPresent(before -> message.setPrevious(before.toMessage()));
    return message.build();
  }
}
