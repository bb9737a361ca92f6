package dev.hybridmim.trainer.service;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hybridmim.platform.json.Json;
import dev.hybridmim.trainer.learning.PhaseSeconds;
import dev.hybridmim.trainer.learning.StepReport;
import dev.hybridmim.trainer.monitor.StepRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MetricsLogTest {
  private static final Instant TIME = Instant.parse("2026-01-01T00:00:00Z");

  @TempDir Path directory;

  @Test
  void aStepIsOneLine() throws IOException {
    append(0, 1, 0.5);

    JsonNode line = Json.mapper().readTree(lines().get(0));
    assertThat(line.path("run").asText()).isEqualTo("run");
    assertThat(line.path("step").asLong()).isEqualTo(1);
    assertThat(line.path("losses").path("total").asDouble()).isEqualTo(0.5);
    assertThat(line.path("losses").path("contrast").asDouble()).isEqualTo(5);
    assertThat(line.path("learningRate").asDouble()).isEqualTo(0.01);
    assertThat(line.path("samplesTrained").asLong()).isEqualTo(8);
    assertThat(line.path("samplesPerSecond").asDouble()).isEqualTo(4);
    assertThat(line.path("waitSeconds").asDouble()).isEqualTo(0.25);
    assertThat(line.path("time").asText()).isEqualTo("2026-01-01T00:00:00Z");
    assertThat(line.has("skippedSamples")).isFalse();
  }

  @Test
  void whatIsNotFiniteIsNullAndNamesItsSamples() throws IOException {
    append(0, 1, Double.NaN);

    JsonNode line = Json.mapper().readTree(lines().get(0));
    assertThat(line.path("losses").get("total").isNull()).isTrue();
    assertThat(line.path("skippedSamples").path(0).asText()).isEqualTo("run/0/0 of volume v");
  }

  @Test
  void stepsThatAreMadeAgainAndATornLineAreCutOff() throws IOException {
    for (int step = 1; step <= 5; step++) {
      append(step - 1, step, step);
    }
    Files.writeString(
        directory.resolve("metrics.jsonl"), "{\"run\":\"run\",\"st", StandardOpenOption.APPEND);

    append(3, 4, 40);

    assertThat(lines()).hasSize(4);
    assertThat(lines().get(3)).contains("\"step\":4").contains("\"total\":40.0");
  }

  private void append(long lastStep, long step, double loss) {
    boolean skipped = !Double.isFinite(loss);
    PhaseSeconds seconds = new PhaseSeconds(0, 0, 0, 0, 0, 0, 0, 0);
    try (MetricsLog log = MetricsLog.open("run", directory.resolve("metrics.jsonl"), lastStep)) {
      StepReport report =
          new StepReport(step, loss, 1, 2, 3, 4, 5, 0, 6, 0.01, seconds, seconds, skipped);
      log.step(
          new StepRecord(
              report,
              8,
              0,
              4,
              0.25,
              0.5,
              skipped ? List.of("run/0/0 of volume v") : List.of(),
              TIME));
    }
  }

  private List<String> lines() throws IOException {
    return Files.readAllLines(directory.resolve("metrics.jsonl"));
  }
}
