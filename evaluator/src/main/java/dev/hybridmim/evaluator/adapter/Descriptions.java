package dev.hybridmim.evaluator.adapter;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hybridmim.evaluator.task.InvalidTaskException;
import dev.hybridmim.evaluator.task.TaskProblem;
import dev.hybridmim.evaluator.task.TaskProblem.Kind;
import dev.hybridmim.platform.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** What the layouts have in common. */
final class Descriptions {
  private Descriptions() {}

  /** A description with channels in this order. */
  static ObjectNode of(String name, String... channels) {
    ObjectNode description = Json.mapper().createObjectNode();
    description.put("name", name);
    ObjectNode modality = description.putObject("modality");
    for (int channel = 0; channel < channels.length; channel++) {
      modality.put(Integer.toString(channel), channels[channel]);
    }
    return description;
  }

  /** What lies in a directory and is wanted, by name. */
  static List<Path> list(Path directory, Predicate<Path> wanted) {
    try (Stream<Path> found = Files.list(directory)) {
      return found.filter(wanted).sorted().toList();
    } catch (IOException exception) {
      throw new UncheckedIOException(exception);
    }
  }

  /** A refusal with one sentence. */
  static InvalidTaskException nothing(String sentence) {
    return new InvalidTaskException(
        List.of(new TaskProblem("the directory", Kind.DESCRIPTION, sentence)));
  }
}
