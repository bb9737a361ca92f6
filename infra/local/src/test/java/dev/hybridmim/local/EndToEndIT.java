package dev.hybridmim.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hybridmim.platform.json.Json;
import dev.hybridmim.platform.testing.TestData;
import dev.hybridmim.trainer.safetensors.SafetensorsFile;
import dev.hybridmim.trainer.safetensors.Tensor;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The job a user does, as the user does it: a directory of real scans goes in at the command line,
 * a scored snapshot comes out. Broker, object store, pipelines on Flink, trainer and evaluator are
 * the real ones, each in its own process.
 */
class EndToEndIT {
  private static final int CASES = 12;

  @TempDir Path directory;

  @Test
  void scansBecomeAScoredSnapshotAndTheNextRunGoesOn() throws Exception {
    Path dataset = TestData.require("msd-hippocampus");
    Path task = someCases(dataset);
    breakSomeScans(task.resolve("imagesTr"));
    Path profile = QuickProfile.write(directory);
    Path home = directory.resolve("home");

    CommandLineRun first =
        CommandLineRun.of(
            directory,
            "run",
            "--scans",
            task.resolve("imagesTr"),
            "--task",
            task,
            "--profile",
            profile,
            "--snapshots",
            "2",
            "--home",
            home,
            "--json");
    assertThat(first.exitCode()).as(first.standardError()).isZero();
    JsonNode result = first.json();

    // Every stage counts what the one before it handed over.
    assertThat(result.at("/scans/arrived").asInt()).isEqualTo(CASES + 2);
    assertThat(result.at("/scans/prepared").asInt()).isEqualTo(CASES);
    assertThat(result.at("/scans/rejected").asInt()).isEqualTo(2);
    assertThat(result.at("/scans/heldBack").asInt()).isBetween(1, CASES / 2);
    assertThat(result.at("/samples/trained").asInt()).isGreaterThanOrEqualTo(2 * 10 * 4);
    assertThat(result.at("/samples/produced").asInt())
        .isGreaterThanOrEqualTo(result.at("/samples/trained").asInt());

    List<String> rejects = new ArrayList<>();
    result
        .get("rejects")
        .forEach(
            reject ->
                rejects.add(reject.get("file").asText() + " " + reject.get("reason").asText()));
    assertThat(rejects)
        .hasSize(2)
        .anyMatch(reject -> reject.contains("not-nifti"))
        .allMatch(reject -> reject.contains("broken"));

    double lossFirst = result.at("/training/lossFirst").asDouble();
    double lossLast = result.at("/training/lossLast").asDouble();
    assertThat(lossFirst).isFinite().isPositive();
    assertThat(lossLast).isFinite().isPositive().isLessThan(lossFirst);

    assertThat(result.get("snapshots").size()).isGreaterThanOrEqualTo(2);
    assertThat(result.get("scores").size()).isGreaterThanOrEqualTo(1);
    for (JsonNode score : result.get("scores")) {
      assertThat(score.get("dicePretrained").asDouble()).isBetween(0.0, 1.0);
      assertThat(score.get("diceScratch").asDouble()).isBetween(0.0, 1.0);
      assertThat(score.get("task").asText()).isNotEmpty();
    }

    // Nothing names a scan's file outside the user's own table.
    assertThat(logs(home)).doesNotContain("hippocampus_");

    CommandLineRun status = CommandLineRun.of(directory, "status", "--home", home, "--json");
    assertThat(status.exitCode()).isZero();
    assertThat(status.json().at("/scans/prepared").asInt()).isEqualTo(CASES);

    int lastStep = result.at("/training/step").asInt();
    CommandLineRun second =
        CommandLineRun.of(
            directory,
            "run",
            "--scans",
            task.resolve("imagesTr"),
            "--profile",
            profile,
            "--snapshots",
            "1",
            "--home",
            home,
            "--json");
    assertThat(second.exitCode()).as(second.standardError()).isZero();
    assertThat(second.json().at("/training/step").asInt()).isGreaterThan(lastStep);
    assertThat(second.json().at("/scans/arrived").asInt()).isEqualTo(CASES + 2);
    assertThat(second.json().at("/scans/prepared").asInt()).isEqualTo(CASES);

    exportAndLook(home, task.resolve("imagesTr"));
  }

  /** From the stopped home, whose store is started for as long as it is needed. */
  private void exportAndLook(Path home, Path scans) throws Exception {
    Path weights = directory.resolve("weights.safetensors");
    CommandLineRun export =
        CommandLineRun.of(
            directory,
            "export",
            "--snapshot",
            "latest",
            "--layout",
            "hybridmim",
            "--out",
            weights,
            "--home",
            home,
            "--json");
    assertThat(export.exitCode()).as(export.standardError()).isZero();
    assertThat(export.json().get("weights").asText()).isEqualTo("ema");
    SortedMap<String, Tensor> exported = SafetensorsFile.readAll(weights);
    assertThat(exported).hasSize(export.json().get("arrays").asInt());
    assertThat(exported).containsKeys("conv_0.conv_0.conv.weight", "pred_mask_region.weight");

    Path scan;
    try (var files = Files.list(scans)) {
      scan =
          files
              .filter(file -> file.getFileName().toString().startsWith("hippocampus"))
              .sorted()
              .findFirst()
              .orElseThrow();
    }
    Path pictures = directory.resolve("pictures");
    CommandLineRun look =
        CommandLineRun.of(
            directory,
            "look",
            "--snapshot",
            export.json().get("snapshot").asText(),
            "--scan",
            scan,
            "--out",
            pictures,
            "--home",
            home,
            "--json");
    assertThat(look.exitCode()).as(look.standardError()).isZero();
    assertThat(look.json().get("meanAbsoluteError").asDouble()).isBetween(0.0, 0.6);
    assertThat(look.json().get("regions").asInt()).isEqualTo(8);
    for (String name : List.of("overview", "axial", "coronal", "sagittal", "regions")) {
      assertThat(ImageIO.read(pictures.resolve(name + ".png").toFile()).getWidth())
          .isGreaterThan(300);
    }
  }

  @Test
  void aMissingDirectoryIsOneClearSentence() throws Exception {
    CommandLineRun run =
        CommandLineRun.of(
            directory,
            "run",
            "--scans",
            directory.resolve("nowhere"),
            "--home",
            directory.resolve("home"));
    assertThat(run.exitCode()).isNotZero();
    assertThat(run.standardError().strip().lines().count()).isEqualTo(1);
    assertThat(run.standardError()).contains("nowhere");
  }

  /** A task of a dozen cases, which are also the scans to learn from. */
  private Path someCases(Path dataset) throws Exception {
    Path task = directory.resolve("task");
    ObjectNode description =
        (ObjectNode) Json.mapper().readTree(Files.readAllBytes(dataset.resolve("dataset.json")));
    ArrayNode training = description.putArray("training");
    JsonNode all =
        Json.mapper().readTree(Files.readAllBytes(dataset.resolve("dataset.json"))).get("training");
    for (int index = 0; index < CASES; index++) {
      JsonNode example = all.get(index);
      training.add(example);
      for (String part : List.of("image", "label")) {
        Path file = Path.of(example.get(part).asText()).normalize();
        Files.createDirectories(task.resolve(file).getParent());
        Files.copy(dataset.resolve(file), task.resolve(file));
      }
    }
    description.put("numTraining", CASES);
    Files.write(task.resolve("dataset.json"), Json.mapper().writeValueAsBytes(description));
    return task;
  }

  private static void breakSomeScans(Path scans) throws Exception {
    Files.writeString(
        scans.resolve("broken-text.nii"),
        "This is not an image. ".repeat(50),
        StandardCharsets.UTF_8);
    Path whole;
    try (var files = Files.list(scans)) {
      whole =
          files
              .filter(file -> file.toString().endsWith(".nii.gz"))
              .sorted()
              .findFirst()
              .orElseThrow();
    }
    byte[] content = Files.readAllBytes(whole);
    Files.write(
        scans.resolve("broken-cut.nii.gz"), java.util.Arrays.copyOf(content, content.length / 2));
  }

  private static String logs(Path home) throws Exception {
    StringBuilder text = new StringBuilder();
    try (var files = Files.walk(home.resolve("logs"))) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        text.append(Files.readString(file, StandardCharsets.ISO_8859_1));
      }
    }
    return text.toString();
  }
}
