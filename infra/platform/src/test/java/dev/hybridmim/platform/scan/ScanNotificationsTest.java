package dev.hybridmim.platform.scan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.NotBlank;
import org.junit.jupiter.api.Test;

class ScanNotificationsTest {
  private static final String MINIO =
      """
      {"EventName":"s3:ObjectCreated:Put","Key":"scans/raw/a b/x+1.nii.gz","Records":[{"eventVersion":"2.0",
      "eventSource":"minio:s3","awsRegion":"","eventTime":"2026-11-01T10:20:30.123Z","eventName":"s3:ObjectCreated:Put",
      "userIdentity":{"principalId":"minio"},"requestParameters":{"sourceIPAddress":"127.0.0.1"},
      "s3":{"s3SchemaVersion":"1.0","configurationId":"Config","bucket":{"name":"scans","arn":"arn:aws:s3:::scans"},
      "object":{"key":"raw%2Fa+b%2Fx%2B1.nii.gz","size":12,"eTag":"abc","sequencer":"17"}}}]}""";

  @Test
  void readsWhatMinioWrites() throws Exception {
    assertThat(ScanNotifications.parse(MINIO.getBytes(StandardCharsets.UTF_8)))
        .containsExactly(
            new ScanAnnouncement(
                "scans",
                "raw/a b/x+1.nii.gz",
                12,
                "abc",
                "",
                "s3:ObjectCreated:Put",
                Instant.parse("2026-11-01T10:20:30.123Z")));
  }

  @Test
  void eventsThatAnnounceNoObjectArePassedOver() throws Exception {
    for (String event :
        List.of(
            "s3:ObjectCreated:PutTagging",
            "s3:ObjectRemoved:Delete",
            "s3:ObjectCreated:PutRetention")) {
      byte[] json =
          MINIO.replace("s3:ObjectCreated:Put\"", event + "\"").getBytes(StandardCharsets.UTF_8);
      assertThat(ScanNotifications.parse(json)).as(event).isEmpty();
    }
  }

  @Test
  void whatIsNoNotificationIsRefused() {
    for (String text :
        List.of(
            "",
            "[]",
            "{}",
            "{\"Records\":3}",
            "nonsense",
            "{\"Records\":[{\"eventName\":\"s3:ObjectCreated:Put\"}]}")) {
      assertThatThrownBy(() -> ScanNotifications.parse(text.getBytes(StandardCharsets.UTF_8)))
          .as(text)
          .isInstanceOf(MalformedNotificationException.class);
    }
    assertThatThrownBy(() -> ScanNotifications.parse(null))
        .isInstanceOf(MalformedNotificationException.class);
  }

  @Property(tries = 300)
  void whatIsWrittenIsRead(@ForAll @NotBlank String key) throws Exception {
    if (!key.equals(new String(key.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8))) {
      return;
    }
    ScanAnnouncement announcement =
        new ScanAnnouncement(
            "b", key, 7, "e", "v", "s3:ObjectCreated:Post", Instant.parse("2026-11-01T00:00:00Z"));
    assertThat(ScanNotifications.parse(ScanNotifications.write(announcement)))
        .containsExactly(announcement);
  }
}
