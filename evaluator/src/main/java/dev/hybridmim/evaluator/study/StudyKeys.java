package dev.hybridmim.evaluator.study;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.hybridmim.platform.json.Json;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;

/** Names results by what they depend on. */
final class StudyKeys {
  /** Counts changes of how studies pre-train, fine-tune and score. */
  static final int PROCEDURE = 1;

  private static final int LENGTH = 32;

  private StudyKeys() {}

  /** SHA-256 of the values as JSON, shortened. */
  static String of(Map<String, Object> values) {
    try {
      byte[] json = Json.mapper().writeValueAsBytes(values);
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(json);
      return HexFormat.of().formatHex(digest).substring(0, LENGTH);
    } catch (JsonProcessingException exception) {
      throw new UncheckedIOException(exception);
    } catch (NoSuchAlgorithmException exception) {
      throw new IllegalStateException("Every Java platform has SHA-256.", exception);
    }
  }
}
