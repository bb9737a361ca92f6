package dev.hybridmim.ingest.catalogue;

import dev.hybridmim.platform.message.Reject;
import java.time.Instant;

/**
 * All refusals of one reference by one stage.
 *
 * @param reason of the last one
 * @param message of the last one
 * @param count how often it was refused
 * @param eTag version of the object that was refused last, empty when unknown
 */
public record RejectEntry(
    String stage,
    String reference,
    String reason,
    String message,
    int count,
    Instant firstSeen,
    Instant lastSeen,
    boolean retryable,
    String eTag) {

  static RejectEntry of(Reject reject) {
    return new RejectEntry(
        reject.getStage(),
        reject.getReference(),
        reject.getReason(),
        reject.getMessage(),
        1,
        ScanLedger.instant(reject.getFirstSeen()),
        ScanLedger.instant(reject.getLastSeen()),
        reject.getRetryable(),
        reject.getEtag());
  }

  RejectEntry mergedWith(RejectEntry other) {
    RejectEntry newer = other.lastSeen.isBefore(lastSeen) ? this : other;
    return new RejectEntry(
        stage,
        reference,
        newer.reason,
        newer.message,
        count + other.count,
        other.firstSeen.isBefore(firstSeen) ? other.firstSeen : firstSeen,
        newer.lastSeen,
        newer.retryable,
        newer.eTag);
  }
}
