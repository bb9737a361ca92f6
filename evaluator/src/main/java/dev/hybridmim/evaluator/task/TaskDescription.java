package dev.hybridmim.evaluator.task;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.hybridmim.evaluator.task.TaskProblem.Kind;
import dev.hybridmim.platform.json.Json;
import dev.hybridmim.platform.message.Modality;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Reads {@code dataset.json}, collecting everything that is wrong with it. */
final class TaskDescription {
  private static final String FILE = "dataset.json";
  private static final int MOST_CLASSES = 256;

  private final Path directory;
  private final List<TaskProblem> problems = new ArrayList<>();

  TaskDescription(Path directory) {
    this.directory = directory;
  }

  SegmentationTask parse() throws InvalidTaskException {
    JsonNode description = readJson();
    String name = SegmentationTask.keyOf(description.path("name").asText(""));
    if (name.isEmpty()) {
      refuse("the key `name` is missing or empty: give the task a name");
    }
    Modality modality = modality(description.path("modality"));
    List<String> labelNames = labelNames(description.path("labels"));
    List<LabelledCase> cases = cases(description.path("training"));
    if (!problems.isEmpty()) {
      throw new InvalidTaskException(problems);
    }
    return new SegmentationTask(name, directory, modality, labelNames, cases);
  }

  private JsonNode readJson() throws InvalidTaskException {
    Path file = directory.resolve(FILE);
    if (!Files.isRegularFile(file)) {
      refuse(
          "there is no such file in "
              + directory
              + ": a task is a directory in the layout of the Medical Segmentation Decathlon");
      throw new InvalidTaskException(problems);
    }
    try {
      return Json.mapper().readTree(Files.readAllBytes(file));
    } catch (JsonProcessingException exception) {
      refuse("not JSON: " + exception.getOriginalMessage());
      throw new InvalidTaskException(problems);
    } catch (IOException exception) {
      throw new UncheckedIOException(exception);
    }
  }

  private Modality modality(JsonNode modalities) {
    if (!modalities.isObject() || modalities.size() != 1) {
      refuse(
          "the key `modality` must name exactly one channel, as {\"0\": \"CT\"}; it names "
              + modalities.size()
              + ", and images with several channels are not scored yet");
      return Modality.MODALITY_UNSPECIFIED;
    }
    String word = modalities.elements().next().asText().toUpperCase(Locale.ROOT);
    return switch (word) {
      case "CT" -> Modality.MODALITY_CT;
      case "MR", "MRI", "T1", "T1W", "T2", "T2W", "FLAIR", "LGE MRI", "ADC" -> Modality.MODALITY_MR;
      case "PT", "PET" -> Modality.MODALITY_PT;
      default -> Modality.MODALITY_UNSPECIFIED;
    };
  }

  private List<String> labelNames(JsonNode labels) {
    if (!labels.isObject() || labels.size() < 2 || labels.size() > MOST_CLASSES) {
      refuse("the key `labels` must map 2 to 256 numbers to names, 0 being the background");
      return List.of();
    }
    List<String> names = new ArrayList<>();
    for (int label = 0; label < labels.size(); label++) {
      JsonNode name = labels.get(Integer.toString(label));
      if (name == null) {
        refuse("the key `labels` must name the numbers from 0 without gaps; it lacks " + label);
        return List.of();
      }
      names.add(name.asText());
    }
    return names;
  }

  private List<LabelledCase> cases(JsonNode training) {
    List<LabelledCase> cases = new ArrayList<>();
    for (JsonNode entry : training) {
      int place = cases.size();
      Path image = file(entry, "image", place);
      Path labels = file(entry, "label", place);
      cases.add(new LabelledCase(place, image, labels));
    }
    if (cases.size() < 2) {
      refuse("the key `training` must list at least two cases: one to train on, one to hold back");
    }
    requireDistinct(cases);
    return cases;
  }

  private Path file(JsonNode entry, String key, int place) {
    String where = "training[" + place + "]";
    String name = entry.path(key).asText("");
    Path file = directory.resolve(name).normalize();
    if (name.isEmpty()) {
      problems.add(new TaskProblem(where, Kind.DESCRIPTION, "it lacks the key `" + key + "`"));
    } else if (!file.startsWith(directory.normalize())) {
      problems.add(
          new TaskProblem(
              where, Kind.DESCRIPTION, "its " + key + " lies outside the task's directory"));
    } else if (!Files.isRegularFile(file)) {
      problems.add(
          new TaskProblem(
              where,
              Kind.MISSING_FILE,
              "its " + key + " file is not there; add it or remove the entry"));
    }
    return file;
  }

  private void requireDistinct(List<LabelledCase> cases) {
    long names = cases.stream().map(LabelledCase::fileName).distinct().count();
    if (names < cases.size()) {
      refuse(
          "two entries of `training` have images of the same file name, so that a division can't tell them apart");
    }
  }

  private void refuse(String message) {
    problems.add(new TaskProblem(FILE, Kind.DESCRIPTION, message));
  }
}
