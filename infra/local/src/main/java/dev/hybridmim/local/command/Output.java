package dev.hybridmim.local.command;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.hybridmim.platform.json.Json;

/** What commands print on standard output. */
final class Output {
  private Output() {}

  /** A document, as {@code --json} promises it. */
  static void json(Object document) {
    try {
      System.out.println(
          Json.mapper().writerWithDefaultPrettyPrinter().writeValueAsString(document));
      System.out.flush();
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("A report that is no JSON: " + document, e);
    }
  }

  /** Text for a person. */
  static void text(Object text) {
    System.out.print(text);
    System.out.flush();
  }
}
