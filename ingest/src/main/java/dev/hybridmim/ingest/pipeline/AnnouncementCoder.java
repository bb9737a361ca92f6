package dev.hybridmim.ingest.pipeline;

import dev.hybridmim.platform.scan.ScanAnnouncement;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Instant;
import org.apache.beam.sdk.coders.AtomicCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.coders.VarLongCoder;

/** Announcements as elements: their fields one after the other. */
final class AnnouncementCoder extends AtomicCoder<ScanAnnouncement> {
  private static final long serialVersionUID = 1L;
  private static final AnnouncementCoder INSTANCE = new AnnouncementCoder();
  private static final StringUtf8Coder TEXT = StringUtf8Coder.of();
  private static final VarLongCoder LONG = VarLongCoder.of();

  private AnnouncementCoder() {}

  static AnnouncementCoder of() {
    return INSTANCE;
  }

  @Override
  public void encode(ScanAnnouncement announcement, OutputStream to) throws IOException {
    TEXT.encode(announcement.bucket(), to);
    TEXT.encode(announcement.key(), to);
    LONG.encode(announcement.size(), to);
    TEXT.encode(announcement.eTag(), to);
    TEXT.encode(announcement.versionId(), to);
    TEXT.encode(announcement.eventName(), to);
    TEXT.encode(announcement.eventTime().toString(), to);
  }

  @Override
  public ScanAnnouncement decode(InputStream from) throws IOException {
    return new ScanAnnouncement(
        TEXT.decode(from),
        TEXT.decode(from),
        LONG.decode(from),
        TEXT.decode(from),
        TEXT.decode(from),
        TEXT.decode(from),
        Instant.parse(TEXT.decode(from)));
  }

  @Override
  public boolean consistentWithEquals() {
    return true;
  }
}
