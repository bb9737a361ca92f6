package dev.hybridmim.local;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hybridmim.platform.json.Json;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The command line, started as a process of its own as the launcher script starts it. */
public record CommandLineRun(int exitCode, String standardOutput, String standardError) {
  private static final int DEADLINE_MINUTES = 12;

  static CommandLineRun of(Path directory, Object... arguments) throws Exception {
    return of(directory, Map.of(), arguments);
  }

  /** With variables added to the environment. */
  public static CommandLineRun of(
      Path directory, Map<String, String> environment, Object... arguments) throws Exception {
    Path output = Files.createTempFile(directory, "output", ".txt");
    Path error = Files.createTempFile(directory, "error", ".txt");
    Process process = start(output, error, environment, arguments);
    try {
      if (!process.waitFor(DEADLINE_MINUTES, TimeUnit.MINUTES)) {
        throw new AssertionError(
            "The command did not end within "
                + DEADLINE_MINUTES
                + " minutes; it said:\n"
                + Files.readString(error));
      }
    } finally {
      process.destroy();
      process.waitFor(1, TimeUnit.MINUTES);
      process.destroyForcibly();
    }
    return new CommandLineRun(
        process.exitValue(), Files.readString(output), Files.readString(error));
  }

  static Process start(Path output, Path error, Object... arguments) throws Exception {
    return start(output, error, Map.of(), arguments);
  }

  private static Process start(
      Path output, Path error, Map<String, String> environment, Object... arguments)
      throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Xmx512m");
    command.add("-XX:+UseSerialGC");
    command.add("-Dhybridmim.modules=" + System.getProperty("hybridmim.modules"));
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add("dev.hybridmim.local.command.Hybridmim");
    for (Object argument : arguments) {
      command.add(argument.toString());
    }
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectOutput(output.toFile()).redirectError(error.toFile());
    builder.environment().putAll(environment);
    return builder.start();
  }

  public JsonNode json() throws Exception {
    return Json.mapper().readTree(standardOutput);
  }
}
