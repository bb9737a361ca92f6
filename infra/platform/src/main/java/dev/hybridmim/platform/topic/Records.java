package dev.hybridmim.platform.topic;

import com.google.protobuf.MessageLite;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.zip.CRC32C;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;

/**
 * Records as this platform publishes them: the value is the event's data, the headers describe it
 * after the binary mode of CloudEvents' Kafka protocol binding 1.0.
 *
 * <p>{@code ce_id} is the record's key with the CRC-32C of its value, so that the same event
 * published again has the same id; {@code ce_source} is the module that publishes, {@code ce_type}
 * is {@code dev.hybridmim.<topic>.v1}.
 */
public final class Records {
  private static final String PROTOBUF = "application/protobuf";
  private static final String JSON = "application/json";

  private Records() {}

  /** A record of a Protobuf topic. */
  public static ProducerRecord<byte[], byte[]> of(
      Topic topic, String source, String key, MessageLite value) {
    return record(topic, source, key, value.toByteArray(), PROTOBUF);
  }

  /** A record of topic {@link Topic#SCANS}: the store's notification JSON. */
  public static ProducerRecord<byte[], byte[]> notification(
      String source, String key, byte[] json) {
    return record(Topic.SCANS, source, key, json, JSON);
  }

  private static ProducerRecord<byte[], byte[]> record(
      Topic topic, String source, String key, byte[] value, String contentType) {
    ProducerRecord<byte[], byte[]> record =
        new ProducerRecord<>(topic.topicName(), null, key.getBytes(StandardCharsets.UTF_8), value);
    Headers headers = record.headers();
    header(headers, "ce_specversion", "1.0");
    header(headers, "ce_id", key + "#" + checksum(value));
    header(headers, "ce_source", "/hybridmim/" + source);
    header(headers, "ce_type", "dev.hybridmim." + topic.name().toLowerCase(Locale.ROOT) + ".v1");
    header(headers, "content-type", contentType);
    return record;
  }

  private static String checksum(byte[] value) {
    CRC32C checksum = new CRC32C();
    checksum.update(value);
    return Long.toHexString(checksum.getValue());
  }

  private static void header(Headers headers, String name, String value) {
    headers.add(name, value.getBytes(StandardCharsets.UTF_8));
  }
}
