package dev.hybridmim.ingest.pipeline;

import com.google.protobuf.Timestamp;
import dev.hybridmim.ingest.image.RejectReason;
import dev.hybridmim.platform.message.Reject;
import java.time.Instant;

/** Dead letters of ingest. */
final class Rejects {
  static final String STAGE = "ingest";

  private Rejects() {}

  /**
   * A dead letter.
   *
   * @param reference {@code bucket/key}
   * @param message what is wrong and what to do, one sentence
   * @param eTag empty when unknown
   */
  static Reject of(
      RejectReason reason, String reference, String message, String eTag, Instant now) {
    Timestamp seen = timestamp(now);
    return Reject.newBuilder()
        .setStage(STAGE)
        .setReference(reference)
        .setReason(reason.word())
        .setMessage(message)
        .setFirstSeen(seen)
        .setLastSeen(seen)
        // More memory changes this one; the others are in the bytes.
        .setRetryable(reason == RejectReason.TOO_LARGE)
        .setEtag(eTag)
        .build();
  }

  /** The key of a dead letter's record. */
  static String recordKey(Reject reject) {
    return reject.getStage() + "/" + reject.getReference();
  }

  static Timestamp timestamp(Instant time) {
    return Timestamp.newBuilder()
        .setSeconds(time.getEpochSecond())
        .setNanos(time.getNano())
        .build();
  }
}
