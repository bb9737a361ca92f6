package dev.hybridmim.ingest.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hybridmim.platform.scan.ScanAnnouncement;
import dev.hybridmim.platform.scan.ScanNotifications;
import dev.hybridmim.platform.store.FileObjectStore;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReconcilerTest {
  private static final Instant NOW = Instant.parse("2026-11-24T10:00:00.123Z");

  @TempDir Path directory;
  private FileObjectStore store;
  private final List<byte[]> notifications = new ArrayList<>();
  private Reconciler reconciler;

  @BeforeEach
  void open() {
    store = new FileObjectStore(directory);
    reconciler =
        new Reconciler(
            store,
            "scans",
            known -> {
              notifications.forEach(known::accept);
              notifications.clear();
            },
            Clock.fixed(NOW, ZoneOffset.UTC));
  }

  @Test
  void whatNobodyAnnouncedIsAnnouncedAtTheSecondLookAndOnce() {
    String eTag = put("raw/lost one.nii.gz", "content");
    assertThat(reconciler.look()).isEmpty();
    assertThat(reconciler.look())
        .containsExactly(
            new ScanAnnouncement(
                "scans", "raw/lost one.nii.gz", 7, eTag, "", "s3:ObjectCreated:Put", NOW));
    assertThat(reconciler.look()).isEmpty();
    assertThat(reconciler.look()).isEmpty();
  }

  @Test
  void whatWasAnnouncedMeanwhileIsLeftAlone() {
    String eTag = put("raw/a+b/c d.nii", "content");
    assertThat(reconciler.look()).isEmpty();
    // As MinIO writes it: the key escaped, quotation marks around the entity tag of some versions.
    notifications.add(notification("raw%2Fa%2Bb%2Fc+d.nii", "\\\"" + eTag + "\\\""));
    assertThat(reconciler.look()).isEmpty();
    assertThat(reconciler.look()).isEmpty();
  }

  @Test
  void anAnnouncementWithoutAnEntityTagCoversTheObject() {
    put("raw/a.nii", "content");
    notifications.add(notification("raw%2Fa.nii", ""));
    reconciler.look();
    assertThat(reconciler.look()).isEmpty();
  }

  @Test
  void aNewVersionThatNobodyAnnouncedIsFound() {
    String first = put("raw/a.nii", "first");
    notifications.add(notification("raw%2Fa.nii", first));
    reconciler.look();
    String second = put("raw/a.nii", "second");
    assertThat(reconciler.look()).isEmpty();
    assertThat(reconciler.look()).extracting(ScanAnnouncement::eTag).containsExactly(second);
  }

  @Test
  void anObjectThatChangesBetweenLooksWaitsForAQuietOne() {
    put("raw/a.nii", "1");
    reconciler.look();
    put("raw/a.nii", "22");
    assertThat(reconciler.look()).isEmpty();
    assertThat(reconciler.look()).hasSize(1);
  }

  @Test
  void whatIsNoScanIsPassedOver() {
    put("raw/empty.nii", "");
    put("raw/series/abc/def.link", "{}");
    put("raw/series/abc/prepared.json", "{}");
    put("volumes/id/zarr.json", "{}");
    put("quarantine/burned-in/abc/1.dcm", "slice");
    put("raw/series/abc/1.dcm", "slice");
    reconciler.look();
    assertThat(reconciler.look())
        .extracting(ScanAnnouncement::key)
        .containsExactly("raw/series/abc/1.dcm");
  }

  @Test
  void brokenAndForeignNotificationsAnnounceNothing() {
    String eTag = put("raw/a.nii", "content");
    notifications.add("nonsense".getBytes(StandardCharsets.UTF_8));
    notifications.add(
        new String(notification("raw%2Fa.nii", eTag), StandardCharsets.UTF_8)
            .replace("ObjectCreated:Put", "ObjectCreated:PutTagging")
            .getBytes(StandardCharsets.UTF_8));
    notifications.add(
        new String(notification("raw%2Fa.nii", eTag), StandardCharsets.UTF_8)
            .replace("\"name\":\"scans\"", "\"name\":\"others\"")
            .getBytes(StandardCharsets.UTF_8));
    reconciler.look();
    List<ScanAnnouncement> missed = reconciler.look();
    assertThat(missed).hasSize(1);
    notifications.add(ScanNotifications.write(missed.get(0)));
    assertThat(reconciler.look()).isEmpty();
  }

  private String put(String key, String content) {
    return store.put(key, content.getBytes(StandardCharsets.UTF_8), "application/octet-stream");
  }

  private static byte[] notification(String escapedKey, String eTag) {
    String tag = eTag.isEmpty() ? "" : ",\"eTag\":\"" + eTag + "\"";
    return """
        {"EventName":"s3:ObjectCreated:Put","Key":"scans/x","Records":[{"eventVersion":"2.0","eventSource":"minio:s3",
        "awsRegion":"","eventTime":"2026-11-24T09:59:00.000Z","eventName":"s3:ObjectCreated:Put",
        "s3":{"bucket":{"name":"scans","arn":"arn:aws:s3:::scans"},"object":{"key":"%s"%s,"sequencer":"17"}}}]}"""
        .formatted(escapedKey, tag)
        .getBytes(StandardCharsets.UTF_8);
  }
}
