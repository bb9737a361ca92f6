package dev.hybridmim.ingest.pipeline;

import dev.hybridmim.ingest.image.RejectReason;
import dev.hybridmim.platform.message.Reject;
import dev.hybridmim.platform.message.VolumeEvent;
import java.util.List;

/** What became of an announced scan. */
public sealed interface ScanOutcome {

  /**
   * It is a volume in the store.
   *
   * @param key of the record in topic {@code volumes}
   * @param written false when the store had the volume already
   */
  record Prepared(String key, VolumeEvent event, boolean written) implements ScanOutcome {}

  /**
   * It is a part of a series, which is prepared when it is complete.
   *
   * @param folder of the series
   */
  record Member(String folder) implements ScanOutcome {}

  /**
   * A volume of an earlier version of its series, which is not to be sampled any more.
   *
   * @param key of the record in topic {@code volumes}
   */
  record Superseded(String key, VolumeEvent event) implements ScanOutcome {}

  /** It holds several scans. */
  record Several(List<ScanOutcome> outcomes) implements ScanOutcome {
    public Several {
      outcomes = List.copyOf(outcomes);
    }
  }

  /** It can't be prepared. */
  record Rejected(RejectReason reason, Reject reject) implements ScanOutcome {}
}
