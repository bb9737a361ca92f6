package dev.hybridmim.ingest.pipeline;

import dev.hybridmim.ingest.image.RejectReason;
import dev.hybridmim.platform.message.Reject;
import dev.hybridmim.platform.message.VolumeEvent;

/** What became of an announced scan. */
public sealed interface ScanOutcome {

  /**
   * It is a volume in the store.
   *
   * @param key of the record in topic {@code volumes}
   * @param written false when the store had the volume already
   */
  record Prepared(String key, VolumeEvent event, boolean written) implements ScanOutcome {}

  /** It can't be prepared. */
  record Rejected(RejectReason reason, Reject reject) implements ScanOutcome {}
}
