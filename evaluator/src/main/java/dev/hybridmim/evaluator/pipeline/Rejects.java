package dev.hybridmim.evaluator.pipeline;

import com.google.protobuf.Timestamp;
import dev.hybridmim.platform.message.Reject;
import java.time.Instant;

/** Makes dead letters of this stage. */
final class Rejects {
  static final String STAGE = "evaluator";

  private Rejects() {}

  static Reject of(
      String reference, String reason, String message, boolean retryable, Instant seen) {
    Timestamp time =
        Timestamp.newBuilder().setSeconds(seen.getEpochSecond()).setNanos(seen.getNano()).build();
    return Reject.newBuilder()
        .setStage(STAGE)
        .setReference(reference)
        .setReason(reason)
        .setMessage(message)
        .setFirstSeen(time)
        .setLastSeen(time)
        .setRetryable(retryable)
        .build();
  }

  /** The record's key on topic {@code rejects}. */
  static String key(Reject reject) {
    return reject.getStage() + "/" + reject.getReference();
  }
}
