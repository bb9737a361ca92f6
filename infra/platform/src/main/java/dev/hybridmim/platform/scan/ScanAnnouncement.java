package dev.hybridmim.platform.scan;

import java.io.Serializable;
import java.time.Instant;
import java.util.Objects;

/**
 * An object that may be a scan has arrived in the store.
 *
 * @param key the object's key, not escaped
 * @param size bytes, -1 when the announcement does not say
 * @param eTag empty when unknown
 * @param versionId empty when the bucket has no versions
 * @param eventName for instance {@code s3:ObjectCreated:Put}
 */
public record ScanAnnouncement(
    String bucket,
    String key,
    long size,
    String eTag,
    String versionId,
    String eventName,
    Instant eventTime)
    implements Serializable {
  public ScanAnnouncement {
    Objects.requireNonNull(bucket, "bucket");
    Objects.requireNonNull(key, "key");
    Objects.requireNonNull(eTag, "eTag");
    Objects.requireNonNull(versionId, "versionId");
    Objects.requireNonNull(eventName, "eventName");
    Objects.requireNonNull(eventTime, "eventTime");
  }

  /** How rejects and logs name the object. */
  public String reference() {
    return bucket + "/" + key;
  }
}
