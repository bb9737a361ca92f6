package dev.hybridmim.ingest.pipeline;

import dev.hybridmim.ingest.image.RejectReason;
import dev.hybridmim.platform.message.Reject;
import dev.hybridmim.platform.scan.MalformedNotificationException;
import dev.hybridmim.platform.scan.ScanAnnouncement;
import dev.hybridmim.platform.scan.ScanNotifications;
import java.time.Instant;
import java.util.List;
import org.apache.beam.sdk.metrics.Counter;
import org.apache.beam.sdk.metrics.Metrics;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.values.KV;

/**
 * Records of topic {@code scans} into announcements; what is no notification becomes a dead letter.
 */
final class ParseNotifications extends DoFn<KV<String, byte[]>, ScanAnnouncement> {
  private static final long serialVersionUID = 1L;

  private final Counter malformed = Metrics.counter("ingest", "notificationsMalformed");

  @ProcessElement
  public void process(@Element KV<String, byte[]> record, MultiOutputReceiver outputs) {
    List<ScanAnnouncement> announcements;
    try {
      announcements = ScanNotifications.parse(record.getValue());
    } catch (MalformedNotificationException e) {
      malformed.inc();
      outputs.get(PrepareVolumes.REJECTS).output(reject(record.getKey(), e));
      return;
    }
    for (ScanAnnouncement announcement : announcements) {
      outputs.get(PrepareVolumes.ANNOUNCEMENTS).output(announcement);
    }
  }

  private static KV<String, Reject> reject(String reference, MalformedNotificationException cause) {
    Reject reject =
        Rejects.of(
            RejectReason.MALFORMED_NOTIFICATION,
            reference,
            cause.getMessage() + " Correct what sends it, or announce the scan again.",
            "",
            Instant.now());
    return KV.of(Rejects.recordKey(reject), reject);
  }
}
