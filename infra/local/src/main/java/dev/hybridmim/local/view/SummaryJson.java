package dev.hybridmim.local.view;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import dev.hybridmim.local.RunException;
import dev.hybridmim.local.home.PrivateFiles;
import dev.hybridmim.platform.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/** The summary as JSON. */
public final class SummaryJson {
  private SummaryJson() {}

  /** The document, indented. */
  public static String write(Summary summary) {
    try {
      return Json.mapper().writerWithDefaultPrettyPrinter().writeValueAsString(summary);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Replaces a file in one step; only its owner can read it, since it may name the user's files.
   */
  public static void writeFile(Path file, Summary summary) {
    PrivateFiles.writeJson(file, summary);
  }

  /**
   * Reads what {@link #writeFile} wrote, by this version or a later one.
   *
   * @return nothing when there is no such file
   * @throws RunException when it is not a summary
   */
  public static Optional<Summary> readFile(Path file) {
    try {
      return Optional.of(
          Json.mapper()
              .readerFor(Summary.class)
              .without(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
              .readValue(Files.readAllBytes(file)));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (JsonProcessingException e) {
      throw new RunException(
          "The file " + file + " is not a summary: " + e.getOriginalMessage(), e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
