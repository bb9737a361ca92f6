package dev.hybridmim.platform.scan;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hybridmim.platform.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Reads and writes the notification JSON described in this package's documentation. */
public final class ScanNotifications {
  private static final Set<String> ANNOUNCING =
      Set.of(
          "s3:ObjectCreated:Put",
          "s3:ObjectCreated:CompleteMultipartUpload",
          "s3:ObjectCreated:Copy",
          "s3:ObjectCreated:Post");

  private ScanNotifications() {}

  /** The Kafka key of an announcement. */
  public static String recordKey(ScanAnnouncement announcement) {
    return announcement.bucket() + "/" + announcement.key();
  }

  /**
   * The objects that a record announces, in its order; none when its events announce nothing.
   *
   * @throws MalformedNotificationException when the record is no notification or lacks bucket or
   *     key
   */
  public static List<ScanAnnouncement> parse(byte[] json) throws MalformedNotificationException {
    JsonNode root = tree(json);
    JsonNode records = root.path("Records");
    if (!records.isArray()) {
      throw new MalformedNotificationException("The notification has no array `Records`.");
    }
    List<ScanAnnouncement> announcements = new ArrayList<>(records.size());
    for (JsonNode record : records) {
      String event = prefixed(record.path("eventName").asText(root.path("EventName").asText("")));
      if (ANNOUNCING.contains(event)) {
        announcements.add(announcement(record, event));
      }
    }
    return announcements;
  }

  /** The JSON as MinIO would write it for one object. */
  public static byte[] write(ScanAnnouncement announcement) {
    ObjectNode root = Json.mapper().createObjectNode();
    root.put("EventName", announcement.eventName());
    root.put("Key", recordKey(announcement));
    ArrayNode records = root.putArray("Records");
    ObjectNode record = records.addObject();
    record.put("eventVersion", "2.0");
    record.put("eventSource", "hybridmim:s3");
    record.put("awsRegion", "");
    record.put("eventTime", announcement.eventTime().toString());
    record.put("eventName", announcement.eventName());
    ObjectNode s3 = record.putObject("s3");
    s3.put("s3SchemaVersion", "1.0");
    s3.put("configurationId", "Config");
    ObjectNode bucket = s3.putObject("bucket");
    bucket.put("name", announcement.bucket());
    bucket.put("arn", "arn:aws:s3:::" + announcement.bucket());
    ObjectNode object = s3.putObject("object");
    object.put("key", URLEncoder.encode(announcement.key(), StandardCharsets.UTF_8));
    if (announcement.size() > 0) {
      object.put("size", announcement.size());
    }
    if (!announcement.eTag().isEmpty()) {
      object.put("eTag", announcement.eTag());
    }
    if (!announcement.versionId().isEmpty()) {
      object.put("versionId", announcement.versionId());
    }
    try {
      return Json.mapper().writeValueAsBytes(root);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static JsonNode tree(byte[] json) throws MalformedNotificationException {
    try {
      JsonNode root = json == null ? null : Json.mapper().readTree(json);
      if (root == null || !root.isObject()) {
        throw new MalformedNotificationException("The record is not a JSON object.");
      }
      return root;
    } catch (IOException e) {
      throw new MalformedNotificationException("The record is not JSON.");
    }
  }

  private static ScanAnnouncement announcement(JsonNode record, String event)
      throws MalformedNotificationException {
    JsonNode s3 = record.path("s3");
    JsonNode object = s3.path("object");
    String bucket = s3.path("bucket").path("name").asText("");
    String escapedKey = object.path("key").asText("");
    if (bucket.isEmpty() || escapedKey.isEmpty()) {
      throw new MalformedNotificationException(
          "An event of the notification names no bucket or no key.");
    }
    return new ScanAnnouncement(
        bucket,
        unescaped(escapedKey),
        object.path("size").asLong(-1),
        object.path("eTag").asText(""),
        object.path("versionId").asText(""),
        event,
        time(record.path("eventTime").asText("")));
  }

  /** Amazon leaves the prefix away, MinIO writes it. */
  private static String prefixed(String event) {
    return event.startsWith("s3:") ? event : "s3:" + event;
  }

  private static String unescaped(String key) throws MalformedNotificationException {
    try {
      return URLDecoder.decode(key, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw new MalformedNotificationException(
          "An object's key in the notification is not query-escaped.");
    }
  }

  private static Instant time(String text) throws MalformedNotificationException {
    try {
      return text.isEmpty() ? Instant.EPOCH : Instant.parse(text);
    } catch (DateTimeException e) {
      throw new MalformedNotificationException(
          "The notification's `eventTime` is not an ISO 8601 time.");
    }
  }
}
