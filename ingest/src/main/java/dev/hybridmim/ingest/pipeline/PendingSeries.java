package dev.hybridmim.ingest.pipeline;

import dev.hybridmim.platform.scan.ScanAnnouncement;
import dev.hybridmim.platform.scan.SeriesKeys;
import dev.hybridmim.platform.store.ObjectInfo;
import dev.hybridmim.platform.store.ObjectStore;
import java.time.Instant;
import java.util.List;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.values.KV;

/** At the start: the series that a run before has left open, as if a member of each had come. */
final class PendingSeries extends DoFn<byte[], KV<String, ScanAnnouncement>> {
  private static final long serialVersionUID = 1L;
  private static final String EVENT = "s3:ObjectCreated:Put";

  private final StoreOpener opener;
  private final String bucket;
  private final Patience patience;

  PendingSeries(StoreOpener opener, String bucket, Patience patience) {
    this.opener = opener;
    this.bucket = bucket;
    this.patience = patience;
  }

  @ProcessElement
  public void process(OutputReceiver<KV<String, ScanAnnouncement>> series) throws Exception {
    try (ObjectStore store = opener.open()) {
      List<ObjectInfo> pending = patience.call(() -> store.list(SeriesKeys.pendingRoot()));
      org.joda.time.Instant now = org.joda.time.Instant.now();
      for (ObjectInfo object : pending) {
        ScanAnnouncement announcement =
            new ScanAnnouncement(
                bucket, object.key(), object.size(), object.eTag(), "", EVENT, Instant.now());
        // Its time is now and not the beginning of time: more members may be on their way.
        series.outputWithTimestamp(
            KV.of(SeriesKeys.folderOfPending(object.key()), announcement), now);
      }
    }
  }
}
