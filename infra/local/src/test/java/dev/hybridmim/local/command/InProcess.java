package dev.hybridmim.local.command;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hybridmim.platform.json.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A command of the command line, run in the test's own process because that is quick. */
public record InProcess(int exitCode, String output, String errors) {
  /** Runs a command; not for two at a time, since standard output is one. */
  public static InProcess run(Object... arguments) {
    PrintStream output = System.out;
    PrintStream errors = System.err;
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    try {
      System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
      System.setErr(new PrintStream(err, true, StandardCharsets.UTF_8));
      String[] words = Arrays.stream(arguments).map(Object::toString).toArray(String[]::new);
      int code = Hybridmim.commandLine().execute(words);
      return new InProcess(
          code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    } finally {
      System.setOut(output);
      System.setErr(errors);
    }
  }

  public JsonNode json() throws IOException {
    return Json.mapper().readTree(output);
  }
}
