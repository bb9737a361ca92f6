package dev.hybridmim.augment.pipeline;

import com.google.protobuf.Timestamp;
import dev.hybridmim.platform.message.Reject;
import java.time.Instant;

/** Dead letters of this stage; the reasons are listed in this package's documentation. */
final class Rejects {
  static final String BAD_TICKET = "bad-ticket";
  static final String BAD_VOLUME_EVENT = "bad-volume-event";
  static final String UNUSABLE_VOLUME = "unusable-volume";
  static final String UNANSWERED_SAMPLE = "unanswered-sample";

  private static final String STAGE = "augment";

  private Rejects() {}

  /** A dead letter of something that fails again when it is tried again. */
  static Reject lasting(String reference, String reason, String message) {
    return reject(reference, reason, message, false);
  }

  /** A dead letter of something that may succeed later. */
  static Reject retryable(String reference, String reason, String message) {
    return reject(reference, reason, message, true);
  }

  static String key(Reject reject) {
    return reject.getStage() + "/" + reject.getReference();
  }

  private static Reject reject(String reference, String reason, String message, boolean retryable) {
    Instant now = Instant.now();
    Timestamp seen =
        Timestamp.newBuilder().setSeconds(now.getEpochSecond()).setNanos(now.getNano()).build();
    return Reject.newBuilder()
        .setStage(STAGE)
        .setReference(reference)
        .setReason(reason)
        .setMessage(message)
        .setFirstSeen(seen)
        .setLastSeen(seen)
        .setRetryable(retryable)
        .build();
  }
}
