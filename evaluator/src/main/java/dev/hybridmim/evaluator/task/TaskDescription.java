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
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Reads {@code dataset.json}, collecting everything that is wrong with it. */
final class TaskDescription {
  private static final String FILE = "dataset.json";
  private static final int MOST_CLASSES = 256;

  private static final int MOST_CHANNELS = 4;
  private static final int MOST_REGIONS = 8;

  private final Path directory;
  private final List<TaskProblem> problems = new ArrayList<>();

  /** Where the description's paths begin. */
  private Path files;

  TaskDescription(Path directory) {
    this.directory = directory;
    this.files = directory;
  }

  SegmentationTask parse() throws InvalidTaskException {
    JsonNode description = readJson();
    String name = SegmentationTask.keyOf(description.path("name").asText(""));
    if (name.isEmpty()) {
      refuse("the key `name` is missing or empty: give the task a name");
    }
    if (description.hasNonNull("root")) {
      files = directory.resolve(description.get("root").asText()).normalize();
    }
    int channels = channels(description.path("modality"));
    Modality modality = modality(description.path("modality"));
    Optional<LabelScheme> labels =
        description.has("regions")
            ? regions(description.get("regions"))
            : exclusive(description.path("labels"));
    labels = labels.map(scheme -> withTolerances(scheme, description.path("surfaceToleranceMm")));
    List<LabelledCase> cases =
        cases(
            description.path("training"),
            channels,
            new SubjectRule(description.path("subjectPattern").asText("")));
    if (!problems.isEmpty()) {
      throw new InvalidTaskException(problems);
    }
    return new SegmentationTask(name, directory, modality, channels, labels.orElseThrow(), cases);
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

  private int channels(JsonNode modalities) {
    if (!modalities.isObject() || modalities.isEmpty() || modalities.size() > MOST_CHANNELS) {
      refuse(
          "the key `modality` must name 1 to 4 channels, as {\"0\": \"CT\"}; it names "
              + modalities.size());
      return 1;
    }
    return modalities.size();
  }

  /** Of all channels when they agree. */
  private static Modality modality(JsonNode modalities) {
    Set<Modality> all = EnumSet.noneOf(Modality.class);
    modalities.forEach(word -> all.add(modality(word.asText())));
    return all.size() == 1 ? all.iterator().next() : Modality.MODALITY_UNSPECIFIED;
  }

  private static Modality modality(String word) {
    return switch (word.toUpperCase(Locale.ROOT)) {
      case "CT" -> Modality.MODALITY_CT;
      case "MR",
          "MRI",
          "T1",
          "T1W",
          "T1CE",
          "T1C",
          "T1GD",
          "T1N",
          "T2",
          "T2W",
          "T2F",
          "FLAIR",
          "LGE MRI",
          "ADC" ->
          Modality.MODALITY_MR;
      case "PT", "PET" -> Modality.MODALITY_PT;
      default -> Modality.MODALITY_UNSPECIFIED;
    };
  }

  private Optional<LabelScheme> exclusive(JsonNode labels) {
    if (!labels.isObject() || labels.size() < 2 || labels.size() > MOST_CLASSES) {
      refuse("the key `labels` must map 2 to 256 numbers to names, 0 being the background");
      return Optional.empty();
    }
    List<String> names = new ArrayList<>();
    for (int label = 0; label < labels.size(); label++) {
      JsonNode name = labels.get(Integer.toString(label));
      if (name == null) {
        refuse("the key `labels` must name the numbers from 0 without gaps; it lacks " + label);
        return Optional.empty();
      }
      names.add(name.asText());
    }
    return Optional.of(LabelScheme.exclusive(names));
  }

  private Optional<LabelScheme> regions(JsonNode regions) {
    List<String> names = new ArrayList<>();
    List<List<Integer>> values = new ArrayList<>();
    for (JsonNode region : regions) {
      List<Integer> numbers = new ArrayList<>();
      region.path("values").forEach(value -> numbers.add(value.asInt(-1)));
      names.add(region.path("name").asText(""));
      values.add(numbers);
      if (numbers.isEmpty() || !numbers.stream().allMatch(value -> value > 0 && value < 256)) {
        refuse("each of `regions` must have `values`, numbers from 1 to 255 of the label files");
      }
    }
    if (names.isEmpty() || names.size() > MOST_REGIONS || names.contains("")) {
      refuse(
          "the key `regions` must list 1 to 8 overlapping classes, each with a `name` and `values`");
      return Optional.empty();
    }
    return Optional.of(new LabelScheme(names, values, true, List.of()));
  }

  private LabelScheme withTolerances(LabelScheme scheme, JsonNode given) {
    if (given.isMissingNode()) {
      return scheme;
    }
    List<Double> tolerances = new ArrayList<>();
    for (int number = 1; number <= scheme.reported(); number++) {
      JsonNode one = given.isNumber() ? given : given.path(scheme.name(number));
      if (!one.isNumber() || one.asDouble() < 0) {
        refuse(
            "the key `surfaceToleranceMm` must be a number of millimetres, or have one for every"
                + " class by its name; it lacks "
                + scheme.name(number));
        return scheme;
      }
      tolerances.add(one.asDouble());
    }
    return new LabelScheme(scheme.names(), scheme.values(), scheme.overlapping(), tolerances);
  }

  private List<LabelledCase> cases(JsonNode training, int channels, SubjectRule rule) {
    List<LabelledCase> cases = new ArrayList<>();
    for (JsonNode entry : training) {
      int place = cases.size();
      List<Path> images = images(entry, channels, place);
      Path labels = file(entry.path("label"), "label", place);
      cases.add(
          new LabelledCase(
              place,
              images,
              labels,
              subject(entry, images.get(0), rule, place),
              entry.path("heldBack").asBoolean(false)));
    }
    if (cases.size() < 2) {
      refuse("the key `training` must list at least two cases: one to train on, one to hold back");
    }
    if (rule.problem().isPresent()) {
      refuse(rule.problem().get());
    }
    if (!cases.isEmpty() && cases.stream().allMatch(LabelledCase::heldBack)) {
      refuse("`heldBack` holds every case back; leave some to train on");
    }
    requireDistinct(cases);
    return cases;
  }

  /** One file for each channel, or one that holds them all. */
  private List<Path> images(JsonNode entry, int channels, int place) {
    JsonNode image = entry.path("image");
    if (!image.isArray()) {
      return List.of(file(image, "image", place));
    }
    List<Path> images = new ArrayList<>();
    image.forEach(one -> images.add(file(one, "image", place)));
    if (images.size() != channels) {
      problems.add(
          new TaskProblem(
              "training[" + place + "]",
              Kind.DESCRIPTION,
              "it names " + images.size() + " images, but the task has " + channels + " channels"));
    }
    return images.isEmpty() ? List.of(files) : images;
  }

  private String subject(JsonNode entry, Path image, SubjectRule rule, int place) {
    String fileName = image.getFileName().toString();
    if (entry.hasNonNull("subject")) {
      return entry.get("subject").asText();
    }
    Optional<String> found = rule.subjectOf(fileName);
    if (found.isEmpty()) {
      problems.add(
          new TaskProblem(
              "training[" + place + "]",
              Kind.DESCRIPTION,
              "its image's file name doesn't match `subjectPattern`; correct the pattern or give the"
                  + " entry a `subject`"));
    }
    return found.orElse(fileName);
  }

  private Path file(JsonNode given, String key, int place) {
    String where = "training[" + place + "]";
    String name = given.asText("");
    Path file = files.resolve(name).normalize();
    if (name.isEmpty()) {
      problems.add(new TaskProblem(where, Kind.DESCRIPTION, "it lacks the key `" + key + "`"));
    } else if (!file.startsWith(files.normalize())) {
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
