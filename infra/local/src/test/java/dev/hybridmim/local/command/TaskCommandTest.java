package dev.hybridmim.local.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hybridmim.local.demo.SyntheticArchive;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TaskCommandTest {
  @TempDir Path directory;

  @Test
  void aSoundDataSetIsRegisteredOnceAndListed() throws Exception {
    Path home = directory.resolve("home");
    Path data = SyntheticArchive.in(directory.resolve("archive"), 1).task();
    assertThat(InProcess.run("task", "list", "--home", home).output())
        .contains("No task is registered");
    InProcess added =
        InProcess.run("task", "add", data, "--name", "My bodies", "--home", home, "--json");
    assertThat(added.exitCode()).isZero();
    assertThat(added.json().path("name").asText()).isEqualTo("my-bodies");
    assertThat(added.json().path("classes")).hasSize(3);
    InProcess again = InProcess.run("task", "add", data, "--name", "my bodies", "--home", home);
    assertThat(again.exitCode()).isEqualTo(1);
    assertThat(again.errors()).contains("registered already").doesNotContain("\tat ");
    JsonNode tasks = InProcess.run("task", "list", "--home", home, "--json").json().path("tasks");
    assertThat(tasks).hasSize(1);
    assertThat(tasks.get(0).path("cases").asInt()).isPositive();
    assertThat(tasks.get(0).path("subjects").asInt()).isEqualTo(tasks.get(0).path("cases").asInt());
  }

  @Test
  void everythingThatIsWrongIsListedAndNothingRegistered() throws Exception {
    Path home = directory.resolve("home");
    Path data = SyntheticArchive.in(directory.resolve("archive"), 1).task();
    JsonNode training =
        new com.fasterxml.jackson.databind.ObjectMapper()
            .readTree(Files.readAllBytes(data.resolve("dataset.json")))
            .path("training");
    Files.delete(data.resolve(training.get(0).path("label").asText()));
    Files.delete(data.resolve(training.get(2).path("image").asText()));
    InProcess refused = InProcess.run("task", "add", data, "--home", home);
    assertThat(refused.exitCode()).isEqualTo(1);
    assertThat(refused.errors())
        .contains("training[0]: missing-file", "training[2]: missing-file")
        .doesNotContain("\tat ");
    assertThat(InProcess.run("task", "list", "--home", home, "--json").json().path("tasks"))
        .isEmpty();
    try (var left = Files.list(home.resolve("tasks"))) {
      assertThat(left).as("no draft is left").isEmpty();
    }
    InProcess nothing = InProcess.run("task", "add", directory.resolve("no"), "--home", home);
    assertThat(nothing.errors()).contains("does not exist");
    InProcess preset = InProcess.run("task", "add", data, "--preset", "brats2020", "--home", home);
    assertThat(preset.exitCode()).isEqualTo(1);
    assertThat(preset.errors()).contains("there is no folder");
  }

  @Test
  void whatIsNotThereIsOneSentence() throws Exception {
    Path home = directory.resolve("home");
    Path scan = directory.resolve("scan.nii.gz");
    for (InProcess refused :
        new InProcess[] {
          InProcess.run("scores", "--home", home),
          InProcess.run("champion", "show", "--home", home),
          InProcess.run("champion", "history", "--task", "t", "--home", home),
          predict(home, scan, "seg.nii.gz"),
          predict(home, scan, "seg.png")
        }) {
      assertThat(refused.exitCode()).isEqualTo(1);
      assertThat(refused.errors().lines()).hasSize(1);
      assertThat(refused.errors()).doesNotContain("Exception");
    }
    assertThat(predict(home, scan, "seg.nii.gz").errors()).contains("does not exist");
    assertThat(predict(home, scan, "seg.png").errors()).contains("--out must name a .nii");
  }

  private InProcess predict(Path home, Path scan, String out) {
    return InProcess.run(
        "predict",
        "--snapshot",
        "champion",
        "--task",
        "t",
        "--scan",
        scan,
        "--out",
        directory.resolve(out),
        "--home",
        home);
  }
}
