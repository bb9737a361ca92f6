package dev.hybridmim.platform.profile;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import dev.hybridmim.platform.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Finds and reads profiles. */
public final class Profiles {
  private static final List<String> BUILT_IN =
      List.of("laptop", "demo", "paper-unet", "paper-swin");

  private static final YAMLMapper MAPPER =
      YAMLMapper.builder()
          .addModule(new Jdk8Module())
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
          .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
          .build();

  private Profiles() {}

  /** The names that need no file. */
  public static List<String> builtIn() {
    return BUILT_IN;
  }

  /**
   * Reads a built-in profile by name, or a file.
   *
   * @throws InvalidProfileException when there is no such profile, or it is malformed
   */
  public static Profile load(String nameOrFile) {
    if (BUILT_IN.contains(nameOrFile)) {
      try (InputStream yaml =
          Profiles.class.getResourceAsStream("/profiles/" + nameOrFile + ".yaml")) {
        return parse(yaml.readAllBytes(), nameOrFile);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    Path file = Path.of(nameOrFile);
    if (!Files.isRegularFile(file)) {
      throw new InvalidProfileException(
          "There is no profile "
              + nameOrFile
              + ": name a YAML file or one of "
              + String.join(", ", BUILT_IN));
    }
    try {
      return parse(Files.readAllBytes(file), nameOrFile);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A built-in profile's YAML, to be copied and edited. */
  public static byte[] text(String builtIn) {
    try (InputStream yaml = Profiles.class.getResourceAsStream("/profiles/" + builtIn + ".yaml")) {
      if (yaml == null) {
        throw new InvalidProfileException("There is no built-in profile " + builtIn);
      }
      return yaml.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A profile as JSON, as it is stored with a snapshot. */
  public static String toJson(Profile profile) {
    try {
      return Json.mapper().writeValueAsString(profile);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The inverse of {@link #toJson}. */
  public static Profile fromJson(String json) {
    try {
      return Json.mapper().readValue(json, Profile.class);
    } catch (JsonProcessingException e) {
      throw new InvalidProfileException("The stored profile can't be read: " + sentence(e), e);
    }
  }

  private static Profile parse(byte[] yaml, String source) {
    try {
      return MAPPER.readValue(yaml, Profile.class);
    } catch (IOException e) {
      throw new InvalidProfileException(
          "The profile " + source + " can't be read: " + sentence(e), e);
    }
  }

  /** The reason without the parser's habit of naming classes. */
  private static String sentence(IOException failure) {
    if (failure.getCause() instanceof InvalidProfileException cause) {
      return cause.getMessage();
    }
    if (failure instanceof JsonMappingException mapping) {
      StringBuilder key = new StringBuilder();
      for (JsonMappingException.Reference reference : mapping.getPath()) {
        if (reference.getFieldName() != null) {
          key.append(key.length() == 0 ? "" : ".").append(reference.getFieldName());
        }
      }
      int line = mapping.getLocation() == null ? -1 : mapping.getLocation().getLineNr();
      String where = line > 0 ? " (line " + line + ")" : "";
      return "the key "
          + key
          + where
          + " is unknown, missing or has a value of the wrong kind: "
          + mapping.getOriginalMessage().lines().findFirst().orElse("");
    }
    return failure.getMessage().lines().findFirst().orElse("");
  }
}
