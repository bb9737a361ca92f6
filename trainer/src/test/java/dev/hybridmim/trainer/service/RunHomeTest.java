package dev.hybridmim.trainer.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hybridmim.platform.json.Json;
import dev.hybridmim.platform.profile.Profiles;
import dev.hybridmim.trainer.stream.SampleId;
import dev.hybridmim.trainer.stream.StreamPosition;
import dev.hybridmim.trainer.stream.TestProfiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunHomeTest {
  @TempDir Path directory;

  @Test
  void theRunIsRemembered() throws IOException {
    RunDescription run =
        new RunDescription(
            "20260101-000000-aaaaaa",
            "2026-01-01T00:00:00Z",
            new StreamPosition(SampleId.FIRST, new TreeMap<>(Map.of(0, 5L)), 3),
            Json.mapper().readTree(Profiles.toJson(TestProfiles.tiny())),
            Optional.of("ab"));
    Path home = directory.resolve("home");
    try (RunHome open = RunHome.open(home)) {
      assertThat(open.run()).isEmpty();
      open.remember(run);
    }
    try (RunHome open = RunHome.open(home)) {
      assertThat(open.run()).contains(run);
    }
    Files.writeString(home.resolve("run.json"), "{\"runId\": \"../x\"}");
    try (RunHome open = RunHome.open(home)) {
      assertThatThrownBy(open::run)
          .isInstanceOf(TrainerException.class)
          .hasMessageContaining("is not the description of a run");
    }
  }

  @Test
  void twoTrainersDoNotShareAHome() {
    try (RunHome open = RunHome.open(directory)) {
      assertThat(open.stopIsRequested()).isFalse();
      assertThatThrownBy(() -> RunHome.open(directory))
          .isInstanceOf(TrainerException.class)
          .hasMessageContaining("Another trainer uses");
    }
    RunHome.open(directory).close();
  }

  @Test
  void aFileAsksTheTrainerToStopOnce() throws IOException {
    try (RunHome open = RunHome.open(directory)) {
      Files.createFile(directory.resolve("stop-requested"));
      assertThat(open.stopIsRequested()).isTrue();
    }
    try (RunHome open = RunHome.open(directory)) {
      assertThat(open.stopIsRequested()).isFalse();
    }
  }

  @Test
  void runIdsSortByTimeAndSayNothingElse() {
    String early = RunIds.create(Instant.parse("2026-01-01T00:00:00Z"));
    String late = RunIds.create(Instant.parse("2026-11-22T20:30:11Z"));

    assertThat(late).matches("20261122-203011-[2-9b-z]{6}").isGreaterThan(early);
    assertThat(RunIds.create(Instant.EPOCH)).isNotEqualTo(RunIds.create(Instant.EPOCH));
  }
}
