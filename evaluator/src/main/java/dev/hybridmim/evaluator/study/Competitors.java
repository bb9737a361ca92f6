package dev.hybridmim.evaluator.study;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.hybridmim.evaluator.study.Competitor.Pretraining;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads lists of competitors: one line of YAML for each. */
public final class Competitors {
  private static final YAMLMapper MAPPER =
      YAMLMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_ENUMS)
          .build();

  private Competitors() {}

  /** A list that comes with the software: {@code competitors} or {@code ablation}. */
  public static List<Competitor> builtIn(String list) throws StudyException {
    try (InputStream yaml = Competitors.class.getResourceAsStream("/studies/" + list + ".yaml")) {
      return parse(yaml.readAllBytes(), list);
    } catch (IOException exception) {
      throw new UncheckedIOException(exception);
    }
  }

  /**
   * A list in a file.
   *
   * @throws StudyException when it can't be read
   */
  public static List<Competitor> read(Path file) throws StudyException {
    try {
      return parse(Files.readAllBytes(file), file.toString());
    } catch (IOException exception) {
      throw new StudyException("The list of competitors " + file + " can't be read.", exception);
    }
  }

  /**
   * Those of a list that are wanted, in the wanted order.
   *
   * @throws StudyException naming one that the list doesn't have
   */
  public static List<Competitor> choose(List<Competitor> all, List<String> names)
      throws StudyException {
    List<Competitor> chosen = new ArrayList<>();
    for (String name : names) {
      Optional<Competitor> found = all.stream().filter(one -> one.name().equals(name)).findFirst();
      chosen.add(
          found.orElseThrow(
              () ->
                  new StudyException(
                      "There is no competitor "
                          + name
                          + "; there are "
                          + String.join(", ", all.stream().map(Competitor::name).toList())
                          + ".")));
    }
    return chosen;
  }

  private static List<Competitor> parse(byte[] yaml, String source) throws StudyException {
    try {
      Map<String, Entry> entries =
          MAPPER.readValue(yaml, new TypeReference<LinkedHashMap<String, Entry>>() {});
      return entries.entrySet().stream()
          .map(
              entry ->
                  new Competitor(
                      entry.getKey(),
                      entry.getValue().pretraining() == null
                          ? Pretraining.WHOLE
                          : entry.getValue().pretraining(),
                      entry.getValue().changes() == null ? Map.of() : entry.getValue().changes()))
          .toList();
    } catch (JsonProcessingException exception) {
      throw new StudyException(
          "The list of competitors "
              + source
              + " can't be read: "
              + exception.getOriginalMessage().lines().findFirst().orElse(""),
          exception);
    } catch (IOException exception) {
      throw new UncheckedIOException(exception);
    }
  }

  private record Entry(Pretraining pretraining, Map<String, Object> changes) {}
}
