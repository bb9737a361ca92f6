package dev.hybridmim.ingest.pipeline;

import dev.hybridmim.platform.scan.ScanAnnouncement;
import dev.hybridmim.platform.scan.SeriesKeys;
import java.util.Optional;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.values.KV;

/**
 * Announcements of objects in a series' folder to that series, all others to be told by content.
 * What ingest itself writes into such a folder announces nothing.
 */
final class RouteAnnouncements extends DoFn<ScanAnnouncement, ScanAnnouncement> {
  private static final long serialVersionUID = 1L;

  private final String bucket;

  RouteAnnouncements(String bucket) {
    this.bucket = bucket;
  }

  @ProcessElement
  public void process(@Element ScanAnnouncement announcement, MultiOutputReceiver outputs) {
    String key = announcement.key();
    Optional<String> folder = SeriesKeys.folderOf(key);
    boolean inSeries = folder.isPresent() && announcement.bucket().equals(bucket);
    if (inSeries && key.equals(SeriesKeys.prepared(folder.get()))) {
      return;
    }
    if (inSeries && (SeriesKeys.isMember(key) || SeriesKeys.isCompletion(key))) {
      outputs.get(PrepareVolumes.MEMBERS).output(KV.of(folder.get(), announcement));
    } else {
      outputs.get(PrepareVolumes.SINGLE).output(announcement);
    }
  }
}
