package dev.hybridmim.evaluator.adapter;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hybridmim.evaluator.task.InvalidTaskException;
import dev.hybridmim.platform.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** The Medical Segmentation Decathlon's own description. */
final class Decathlon {
  private static final int SPLEENS = 41;
  private static final int SPLEENS_HELD_BACK = 9;

  private Decathlon() {}

  static ObjectNode describe(Path directory) throws InvalidTaskException {
    Path file = directory.resolve("dataset.json");
    if (!Files.isRegularFile(file)) {
      throw Descriptions.nothing(
          "there is no dataset.json in "
              + directory
              + "; give the directory that has it, or --preset");
    }
    try {
      JsonNode description = Json.mapper().readTree(Files.readAllBytes(file));
      if (!description.isObject()) {
        throw Descriptions.nothing("its dataset.json is no JSON object");
      }
      ObjectNode task = (ObjectNode) description;
      if (task.path("name").asText().equalsIgnoreCase("spleen")) {
        holdBackLastSpleens(task.path("training"));
      }
      return task;
    } catch (JsonProcessingException exception) {
      throw Descriptions.nothing("its dataset.json is not JSON: " + exception.getOriginalMessage());
    } catch (IOException exception) {
      throw new UncheckedIOException(exception);
    }
  }

  private static void holdBackLastSpleens(JsonNode training) {
    if (training.size() != SPLEENS) {
      return;
    }
    List<JsonNode> byName = new ArrayList<>();
    training.forEach(byName::add);
    byName.sort(Comparator.comparing(entry -> entry.path("image").asText()));
    byName
        .subList(SPLEENS - SPLEENS_HELD_BACK, SPLEENS)
        .forEach(entry -> ((ObjectNode) entry).put("heldBack", true));
  }
}
