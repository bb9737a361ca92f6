package dev.hybridmim.ingest.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hybridmim.ingest.beam.MessageCoder;
import dev.hybridmim.platform.message.Reject;
import dev.hybridmim.platform.scan.ScanAnnouncement;
import java.time.Instant;
import org.apache.beam.sdk.testing.CoderProperties;
import org.apache.beam.sdk.util.CoderUtils;
import org.junit.jupiter.api.Test;

class AnnouncementCoderTest {
  @Test
  void everyFieldSurvives() throws Exception {
    ScanAnnouncement announcement =
        new ScanAnnouncement(
            "b",
            "k ü/1",
            -1,
            "e",
            "v",
            "s3:ObjectCreated:Put",
            Instant.ofEpochSecond(5, 123_456_789));
    byte[] bytes = CoderUtils.encodeToByteArray(AnnouncementCoder.of(), announcement);
    assertThat(CoderUtils.decodeFromByteArray(AnnouncementCoder.of(), bytes))
        .isEqualTo(announcement);
    CoderProperties.coderDecodeEncodeEqual(AnnouncementCoder.of(), announcement);
    CoderProperties.coderSerializable(AnnouncementCoder.of());
  }

  @Test
  void messagesSurvive() throws Exception {
    MessageCoder<Reject> coder = MessageCoder.of(Reject.class, Reject::parseDelimitedFrom);
    Reject reject = Reject.newBuilder().setStage("ingest").setReason("truncated").build();
    CoderProperties.coderDecodeEncodeEqual(coder, reject);
    CoderProperties.coderSerializable(coder);
    assertThat(coder).isEqualTo(MessageCoder.of(Reject.class, Reject::parseDelimitedFrom));
  }
}
