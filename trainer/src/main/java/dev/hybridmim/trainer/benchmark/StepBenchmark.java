package dev.hybridmim.trainer.benchmark;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.hybridmim.platform.json.Json;
import dev.hybridmim.platform.profile.NetworkProfile.Backbone;
import dev.hybridmim.platform.profile.Profile;
import dev.hybridmim.platform.profile.Profiles;
import dev.hybridmim.trainer.learning.NativeEnvironment;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Measures steps of pre-training on noise.
 *
 * <p>In: a profile. Out: {@link StepFigures}. Every measurement starts a Java process with this
 * process's class path and ends it.
 *
 * <pre>{@code
 * StepFigures figures = new StepBenchmark(1, 0).measure(Profiles.load("laptop"));
 * }</pre>
 */
public final class StepBenchmark {
  private final int warmUpSteps;
  private final int steps;

  /**
   * How much is measured.
   *
   * @param warmUpSteps made before and not counted
   * @param steps measured ones; 0: as many as fit into 15 seconds, at least one
   */
  public StepBenchmark(int warmUpSteps, int steps) {
    if (warmUpSteps < 0 || steps < 0) {
      throw new StepBenchmarkException(
          "Steps and warm-up steps must be 0 or more, not " + steps + " and " + warmUpSteps);
    }
    this.warmUpSteps = warmUpSteps;
    this.steps = steps;
  }

  /**
   * Measures a profile's step.
   *
   * @throws StepBenchmarkException when the process that makes the steps fails, with its reason
   */
  public StepFigures measure(Profile profile) throws InterruptedException {
    try {
      Path file = Files.createTempFile("hybridmim-bench", ".json");
      try {
        Files.writeString(file, Profiles.toJson(profile));
        return measure(file, profile.network().backbone());
      } finally {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new StepBenchmarkException(
          "The step could not be measured, since a process could not be started or a temporary file"
              + " not be written: "
              + e.getMessage(),
          e);
    }
  }

  private StepFigures measure(Path profile, Backbone backbone)
      throws IOException, InterruptedException {
    ProcessBuilder builder =
        new ProcessBuilder(
                List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-XX:+UseSerialGC",
                    "-Xms192m",
                    "-Xmx192m",
                    "-XX:MaxDirectMemorySize=1g",
                    "-Dai.djl.offline=true",
                    "-Dhybridmim.parent=pipe",
                    "-cp",
                    System.getProperty("java.class.path"),
                    StepBenchmarkMain.class.getName(),
                    profile.toString(),
                    Integer.toString(warmUpSteps),
                    Integer.toString(steps)))
            .redirectErrorStream(true);
    builder.environment().putAll(NativeEnvironment.ofPretraining(backbone, builder.environment()));
    Process process = builder.start();
    try {
      String output =
          new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
      return read(output, process.waitFor());
    } finally {
      process.destroyForcibly();
    }
  }

  private static StepFigures read(String output, int code) throws JsonProcessingException {
    String last = output.lines().reduce((one, other) -> other).orElse("");
    if (code != 0 || !last.startsWith("{")) {
      throw new StepBenchmarkException(
          "The process that makes the steps ended with code "
              + code
              + (code > 128 ? " (137: memory ran out; try a smaller --batch)" : "")
              + ": "
              + last);
    }
    return Json.mapper().readValue(last, StepFigures.class);
  }
}
