package dev.hybridmim.ingest.pipeline;

import dev.hybridmim.platform.scan.ScanAnnouncement;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Names made from content, in hexadecimal digits. */
final class Digests {
  private Digests() {}

  /** SHA-256. */
  static String hex(byte[] content) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256", e);
    }
  }

  /** One version of one object. Zero characters keep the parts apart: no S3 key contains one. */
  static String scan(String bucket, String key, String eTag) {
    return hex((bucket + '\0' + key + '\0' + eTag).getBytes(StandardCharsets.UTF_8));
  }

  /**
   * What makes two announcements the same one, delivered again. The time is part of it: an
   * announcement that somebody sends again on purpose is another one.
   */
  static String announcement(ScanAnnouncement announcement) {
    String version =
        announcement.versionId()
            + '\0'
            + announcement.eTag().replace("\"", "")
            + '\0'
            + announcement.eventTime();
    return scan(announcement.bucket(), announcement.key(), version);
  }
}
