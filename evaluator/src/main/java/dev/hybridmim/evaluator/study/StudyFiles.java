package dev.hybridmim.evaluator.study;

import dev.hybridmim.platform.json.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;

/** The directory of a study; see this package's documentation. */
record StudyFiles(Path directory) {
  Path identity() {
    return directory.resolve("study.json");
  }

  Path arm(String key) {
    return directory.resolve("arms").resolve(key + ".json");
  }

  Path pretraining(String key) {
    return directory.resolve("pretrainings").resolve(key);
  }

  Path work() {
    return directory.resolve("work");
  }

  Path report(String ending) {
    return directory.resolve("report." + ending);
  }

  static <T> Optional<T> read(Path file, Class<T> type) throws StudyException {
    if (!Files.isRegularFile(file)) {
      return Optional.empty();
    }
    try {
      return Optional.of(Json.mapper().readValue(file.toFile(), type));
    } catch (IOException exception) {
      throw new StudyException(
          "The file " + file + " can't be read; delete it and what it holds is computed again.",
          exception);
    }
  }

  static void writeJson(Path file, Object value) throws StudyException {
    try {
      write(file, Json.mapper().writerWithDefaultPrettyPrinter().writeValueAsString(value));
    } catch (IOException exception) {
      throw new StudyException("A report is no JSON: " + exception.getMessage(), exception);
    }
  }

  /** In one step, so that a file is there whole or not at all. */
  static void write(Path file, String text) throws StudyException {
    try {
      Files.createDirectories(file.getParent());
      Path draft = file.resolveSibling(file.getFileName() + ".draft");
      Files.writeString(draft, text, StandardCharsets.UTF_8);
      Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException exception) {
      throw new StudyException(
          "The file " + file + " can't be written: " + exception.getMessage(), exception);
    }
  }
}
