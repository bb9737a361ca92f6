package dev.hybridmim.local.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hybridmim.platform.json.Json;
import dev.hybridmim.platform.profile.Profiles;
import dev.hybridmim.platform.testing.TestData;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** Studies with real processes: pre-training, fine-tuning, report. */
class StudyCommandIT {
  @TempDir Path directory;

  @Test
  void aSmallStudyOfRealScansIsReportedAndFoundDoneTheNextTime() throws Exception {
    String[] arguments = arguments(fewHippocampi().toString(), "100", "study");
    JsonNode report = Json.mapper().readTree(execute(0, arguments).out());

    assertThat(report.get("rows")).hasSize(2);
    assertThat(report.get("heldBackCases").asInt()).isEqualTo(1);
    assertThat(report.get("pretrainings").get(0).get("result").get("images").asInt()).isEqualTo(4);
    assertThat(report.get("rows").get(1).get("dice").get("mean").asDouble()).isBetween(0.0, 1.0);
    assertThat(directory.resolve("study/report.html")).content().contains("<svg", "data:image/png");
    assertThat(directory.resolve("study/work")).doesNotExist();

    Executed again = execute(0, arguments);
    assertThat(again.err()).doesNotContain("Begins");
    assertThat(Json.mapper().readTree(again.out()).get("rows")).isEqualTo(report.get("rows"));
  }

  @Test
  void whatCantBeStudiedIsRefusedWithOneSentence() throws IOException {
    assertThat(refusal(arguments(directory.toString(), "100", "study"))).contains("dataset.json");
    assertThat(refusal(arguments(directory.toString(), "120", "study")))
        .contains("--fractions", "120");
    String[] unknown = arguments(directory.toString(), "10", "study");
    unknown[unknown.length - 1] = "nobody,scratch";
    assertThat(refusal(unknown)).contains("nobody", "hybridmim");
  }

  private String refusal(String... arguments) {
    String sentence = execute(1, arguments).err();
    assertThat(sentence.lines()).hasSizeBetween(1, 2);
    return sentence;
  }

  private String[] arguments(String task, String fractions, String out) throws IOException {
    return new String[] {
      "study",
      "label-fractions",
      "--task",
      task,
      "--profile",
      tinyProfile().toString(),
      "--fractions",
      fractions,
      "--seeds",
      "1",
      "--pretrain-steps",
      "2",
      "--fine-tune-steps",
      "2",
      "--worker-heap",
      "256",
      "--json",
      "--out",
      directory.resolve(out).toString(),
      "--competitors",
      "scratch,hybridmim"
    };
  }

  private record Executed(String out, String err) {}

  private static Executed execute(int expected, String... arguments) {
    PrintStream out = System.out;
    PrintStream err = System.err;
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    StringWriter refused = new StringWriter();
    try {
      System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
      System.setErr(new PrintStream(said, true, StandardCharsets.UTF_8));
      CommandLine command = Hybridmim.commandLine().setErr(new PrintWriter(refused, true));
      assertThat(command.execute(arguments)).isEqualTo(expected);
    } finally {
      System.setOut(out);
      System.setErr(err);
    }
    return new Executed(
        printed.toString(StandardCharsets.UTF_8), said.toString(StandardCharsets.UTF_8) + refused);
  }

  private Path tinyProfile() throws IOException {
    String yaml =
        new String(Profiles.text("laptop"), StandardCharsets.UTF_8)
            .replace("widths: [8, 8, 16, 32, 64]", "widths: [4, 4, 8, 8, 8]")
            .replace("  batchSize: 8\n", "  batchSize: 2\n");
    return Files.writeString(directory.resolve("tiny.yaml"), yaml);
  }

  private Path fewHippocampi() throws IOException {
    Path source = TestData.require("msd-hippocampus");
    Path task = directory.resolve("task");
    Files.createDirectories(task.resolve("imagesTr"));
    Files.createDirectories(task.resolve("labelsTr"));
    List<Map<String, String>> training = new ArrayList<>();
    try (Stream<Path> files = Files.list(source.resolve("imagesTr"))) {
      for (Path image : files.sorted().limit(5).toList()) {
        String name = image.getFileName().toString();
        Files.copy(image, task.resolve("imagesTr").resolve(name));
        Files.copy(
            source.resolve("labelsTr").resolve(name), task.resolve("labelsTr").resolve(name));
        training.add(Map.of("image", "imagesTr/" + name, "label", "labelsTr/" + name));
      }
    }
    Json.mapper()
        .writeValue(
            task.resolve("dataset.json").toFile(),
            Map.of(
                "name",
                "Hippocampus",
                "modality",
                Map.of("0", "MRI"),
                "labels",
                Map.of("0", "background", "1", "Anterior", "2", "Posterior"),
                "training",
                training));
    return task;
  }
}
