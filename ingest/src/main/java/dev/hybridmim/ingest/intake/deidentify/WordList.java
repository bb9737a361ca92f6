package dev.hybridmim.ingest.intake.deidentify;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Reads this package's data files: lines that begin with a number sign are comments. */
final class WordList {
  private WordList() {}

  static List<String> lines(String resource) {
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(
                WordList.class.getResourceAsStream(resource), StandardCharsets.UTF_8))) {
      return lines.lines().filter(line -> !line.startsWith("#") && !line.isBlank()).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** All words, however many stand on a line. */
  static Set<String> words(String resource) {
    return lines(resource).stream()
        .flatMap(line -> List.of(line.split(" ")).stream())
        .collect(Collectors.toUnmodifiableSet());
  }
}
