package dev.hybridmim.ingest.reconcile;

import dev.hybridmim.platform.scan.MalformedNotificationException;
import dev.hybridmim.platform.scan.ScanAnnouncement;
import dev.hybridmim.platform.scan.ScanNotifications;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;

/** Which versions of which objects were announced: 128 bits of a digest for each. */
final class AnnouncedObjects {
  private final Set<UUID> announced = new HashSet<>();

  /** Takes in a record of topic {@code scans}. */
  void accept(byte[] json) {
    try {
      for (ScanAnnouncement announcement : ScanNotifications.parse(json)) {
        add(announcement.bucket(), announcement.key(), announcement.eTag().replace("\"", ""));
      }
    } catch (MalformedNotificationException e) {
      // The pipeline rejects such a record; it announces nothing.
      return;
    }
  }

  /** An announcement without an entity tag is one of every version. */
  boolean has(String bucket, String key, String eTag) {
    return announced.contains(digest(bucket, key, eTag))
        || announced.contains(digest(bucket, key, ""));
  }

  void add(String bucket, String key, String eTag) {
    announced.add(digest(bucket, key, eTag));
  }

  private static UUID digest(String bucket, String key, String eTag) {
    try {
      byte[] name = (bucket + '\0' + key + '\0' + eTag).getBytes(StandardCharsets.UTF_8);
      ByteBuffer digest = ByteBuffer.wrap(MessageDigest.getInstance("SHA-256").digest(name));
      return new UUID(digest.getLong(), digest.getLong());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256", e);
    }
  }
}
