package dev.hybridmim.trainer.testing;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Reads what the trainer writes with a program that shares no code with it. */
public final class Python {
  private Python() {}

  /** Runs a script that needs numpy; skips the test, saying so, where there is none. */
  public static String run(Path directory, String script, Object... arguments) throws Exception {
    assumeTrue(hasNumpy(), "SKIPPED: python3 with numpy is not installed");
    Path file = directory.resolve("script.py");
    Files.writeString(file, script);
    List<String> command = new ArrayList<>(List.of("python3", file.toString()));
    for (Object argument : arguments) {
      command.add(argument.toString());
    }
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    process.getOutputStream().close();
    String output =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    if (process.waitFor() != 0) {
      throw new AssertionError(output);
    }
    return output;
  }

  private static boolean hasNumpy() throws InterruptedException {
    try {
      Process process =
          new ProcessBuilder("python3", "-c", "import numpy").redirectErrorStream(true).start();
      process.getInputStream().readAllBytes();
      return process.waitFor() == 0;
    } catch (IOException e) {
      return false;
    }
  }
}
