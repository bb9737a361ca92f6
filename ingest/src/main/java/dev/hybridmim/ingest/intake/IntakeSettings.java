package dev.hybridmim.ingest.intake;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.hybridmim.ingest.intake.deidentify.DeidentificationSettings;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What can be set of an intake. The resource {@code intake.yaml} holds the defaults and says what
 * each key means; a file of the user's names those that differ. Unknown keys are refused.
 */
public record IntakeSettings(
    String aet,
    String bind,
    int dicomPort,
    int httpPort,
    List<String> callers,
    int associations,
    int artimSeconds,
    int idleSeconds,
    int largestInstanceMebibytes,
    int diskWatermarkMebibytes,
    int journalSeconds,
    Completeness completeness,
    int quietSeconds,
    Tls tls,
    DeidentificationSettings deidentification) {
  private static final int LARGEST_INSTANCE = 1024;
  private static final int MOST_ASSOCIATIONS = 512;
  private static final YAMLMapper MAPPER =
      YAMLMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
          .enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_ENUMS)
          .build();

  /** What completes a series. */
  public enum Completeness {
    /** Its senders are gone and nothing came for the quiet time. */
    QUIET,
    /** That, or as many instances as they say the series has, whichever is first. */
    COUNT
  }

  /**
   * Encryption.
   *
   * @param identity a PKCS #12 file with this side's key and certificates; empty for none
   * @param trusted a PKCS #12 file with the authorities of clients; empty for Java's own
   * @param clientCertificates whether callers by DICOM must show a certificate
   */
  public record Tls(String identity, String trusted, boolean clientCertificates) {
    boolean isWanted() {
      return !identity.isEmpty();
    }
  }

  public IntakeSettings {
    callers = List.copyOf(callers);
    require(
        aet.length() <= 16 && aet.matches("[\\x21-\\x5b\\x5d-\\x7e]+"),
        "aet must be 1 to 16 printable characters without spaces");
    within("dicomPort", dicomPort, -1, 65535);
    within("httpPort", httpPort, -1, 65535);
    within("associations", associations, 1, MOST_ASSOCIATIONS);
    within("artimSeconds", artimSeconds, 1, 600);
    within("idleSeconds", idleSeconds, 1, 3600);
    within("largestInstanceMebibytes", largestInstanceMebibytes, 1, LARGEST_INSTANCE);
    within("diskWatermarkMebibytes", diskWatermarkMebibytes, 0, 1 << 24);
    within("journalSeconds", journalSeconds, 0, 86400);
    within("quietSeconds", quietSeconds, 0, 86400);
    require(dicomPort >= 0 || httpPort >= 0, "dicomPort or httpPort must be given");
    callers.forEach(CallerRule::parse);
  }

  /** The defaults. */
  public static IntakeSettings defaults() {
    return read(Optional.empty(), Map.of());
  }

  /**
   * The defaults, with what a file names, with what a command line names.
   *
   * @param overrides values of keys at the top level
   * @throws InvalidSettingsException when a key is unknown or a value none that it can have
   */
  public static IntakeSettings read(Optional<Path> file, Map<String, Object> overrides) {
    try (InputStream yaml = IntakeSettings.class.getResourceAsStream("intake.yaml")) {
      ObjectNode merged = (ObjectNode) MAPPER.readTree(yaml);
      if (file.isPresent()) {
        merge(merged, tree(file.get()));
      }
      merge(merged, MAPPER.valueToTree(overrides));
      return MAPPER.treeToValue(merged, IntakeSettings.class);
    } catch (IOException e) {
      throw new InvalidSettingsException("The intake's settings can't be used: " + sentence(e));
    } catch (IllegalArgumentException e) {
      throw new InvalidSettingsException("The intake's settings can't be used: " + e.getMessage());
    }
  }

  /** Whether only this machine can reach the listeners. */
  boolean isLocal() {
    return bind.equals("127.0.0.1") || bind.equals("::1") || bind.equals("localhost");
  }

  private static JsonNode tree(Path file) throws IOException {
    if (!Files.isRegularFile(file)) {
      throw new InvalidSettingsException("There is no file of settings " + file + ".");
    }
    JsonNode tree = MAPPER.readTree(Files.readAllBytes(file));
    return tree == null || tree.isMissingNode() || tree.isNull() ? MAPPER.createObjectNode() : tree;
  }

  private static void merge(ObjectNode into, JsonNode from) {
    from.fields()
        .forEachRemaining(
            field -> {
              if (into.get(field.getKey()) instanceof ObjectNode inner
                  && field.getValue().isObject()) {
                merge(inner, field.getValue());
              } else {
                into.set(field.getKey(), field.getValue());
              }
            });
  }

  private static String sentence(IOException failure) {
    Throwable cause = failure.getCause();
    if (cause instanceof IllegalArgumentException) {
      return cause.getMessage();
    }
    if (failure instanceof JsonMappingException mapping && !mapping.getPath().isEmpty()) {
      return "the key "
          + mapping.getPath().get(mapping.getPath().size() - 1).getFieldName()
          + " is unknown, missing or has a value of the wrong kind";
    }
    return failure.getMessage().lines().findFirst().orElse("");
  }

  private static void within(String key, int value, int least, int most) {
    require(
        value >= least && value <= most,
        key + " is " + value + " but must be from " + least + " to " + most);
  }

  private static void require(boolean holds, String sentence) {
    if (!holds) {
      throw new IllegalArgumentException(sentence);
    }
  }
}
