package dev.hybridmim.local.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hybridmim.local.home.Home;
import dev.hybridmim.local.home.HomeLayout;
import dev.hybridmim.platform.json.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The program as a person starts it, where it must refuse or only look. */
class HybridmimProcessIT {
  @TempDir Path directory;

  @Test
  void missingDirectoriesAreOneSentence() throws Exception {
    Ending ending =
        run("run", "--scans", directory.resolve("nowhere").toString(), "--home", home());

    assertThat(ending.code()).isEqualTo(1);
    assertThat(ending.errors().lines()).singleElement().asString().contains("does not exist");
    assertThat(ending.output()).isEmpty();

    Path scans = scans();
    assertThat(
            run("run", "--scans", scans.toString(), "--task", "/no/task", "--home", home())
                .errors())
        .contains("/no/task does not exist");
  }

  @Test
  void noScansIsOneSentence() throws Exception {
    Path empty = Files.createDirectories(directory.resolve("empty"));
    Files.writeString(empty.resolve("readme.txt"), "nothing here");

    Ending ending = run("run", "--scans", empty.toString(), "--home", home(), "--json");

    assertThat(ending.code()).isEqualTo(1);
    assertThat(ending.errors().lines()).singleElement().asString().startsWith("No scans:");
    JsonNode document = Json.mapper().readTree(ending.output());
    assertThat(document.path("state").asText()).isEqualTo("failed");
    assertThat(document.path("problem").asText()).startsWith("No scans:");
    assertThat(document.path("scans").path("arrived").asInt(-1)).isZero();
  }

  @Test
  void anOccupiedHomeIsOneSentence() throws Exception {
    try (Home owner = Home.open(new HomeLayout(Path.of(home())))) {
      Ending ending = run("run", "--scans", scans().toString(), "--home", home());

      assertThat(ending.code()).isEqualTo(1);
      assertThat(ending.errors().lines())
          .singleElement()
          .asString()
          .contains(owner.layout().root().toString())
          .contains("in use");
    }
  }

  @Test
  void aProfileThatIsNotThereIsOneSentence() throws Exception {
    assertThat(
            run("run", "--scans", scans().toString(), "--home", home(), "--profile", "paper-swim")
                .errors())
        .contains("paper-swim")
        .contains("laptop");
  }

  @Test
  void aCommandLineThatIsNotUnderstoodIsCodeTwo() throws Exception {
    assertThat(run("run", "--home", home()).code()).isEqualTo(2);
    assertThat(run("run", "--scans", scans().toString(), "--for", "soon").code()).isEqualTo(2);
    assertThat(run("run", "--scans", scans().toString(), "--aet", "ARCHIVE").errors())
        .contains("--intake");
    assertThat(run("run", "--scans", scans().toString(), "--for", "1m", "--snapshots", "2").code())
        .isEqualTo(2);
    assertThat(run("run", "--scans", scans().toString(), "--kafka", "no-port").errors())
        .contains("HOST:PORT");
  }

  @Test
  void statusOfANewHomeSaysThatNothingRanThere() throws Exception {
    JsonNode document = Json.mapper().readTree(run("status", "--home", home(), "--json").output());

    assertThat(document.path("state").asText()).isEqualTo("none");
  }

  @Test
  void whatSnapshotsAndTrainersNeedIsOneSentence() throws Exception {
    Path file = directory.resolve("weights.safetensors");
    Ending export =
        run(
            "export",
            "--snapshot",
            "latest",
            "--layout",
            "monai",
            "--out",
            file.toString(),
            "--home",
            home());
    assertThat(export.code()).isEqualTo(1);
    assertThat(export.errors().lines()).singleElement().asString().contains("Nothing has run in");

    Ending train = run("train", "--home", home());
    assertThat(train.code()).isEqualTo(1);
    assertThat(train.errors().lines())
        .singleElement()
        .asString()
        .contains("copy connection.json")
        .contains("--connection");

    Files.write(file, new byte[] {1, 2, 3});
    Ending init = run("train", "--home", home(), "--init", file.toString());
    assertThat(init.code()).isEqualTo(1);
    assertThat(init.errors().lines()).singleElement().asString().contains("has 3 bytes");
    assertThat(run("train", "--max-steps", "0").code()).isEqualTo(2);
    assertThat(Path.of(home())).doesNotExist();
  }

  @Test
  void theDoctorLooksAtEverything() throws Exception {
    Ending ending = run("doctor", "--home", home(), "--json");

    JsonNode document = Json.mapper().readTree(ending.output());
    assertThat(document.path("checks").findValuesAsText("name"))
        .startsWith("java", "memory", "disk", "home", "ports", "modules");
    assertThat(ending.code()).isEqualTo(document.path("ready").asBoolean() ? 0 : 1);
    assertThat(Path.of(home())).doesNotExist();
  }

  private String home() {
    return directory.resolve("home").toString();
  }

  private Path scans() throws IOException {
    Path scans = Files.createDirectories(directory.resolve("scans"));
    Files.writeString(scans.resolve("one.nii"), "not looked into here");
    return scans;
  }

  private record Ending(int code, String output, String errors) {}

  private Ending run(String... arguments) throws IOException, InterruptedException {
    Path output = Files.createTempFile(directory, "output", ".txt");
    Path errors = Files.createTempFile(directory, "errors", ".txt");
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Xmx256m");
    command.add("-XX:+UseSerialGC");
    command.add("-XX:TieredStopAtLevel=1");
    command.add("-Dhybridmim.modules=" + System.getProperty("hybridmim.modules"));
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add(Hybridmim.class.getName());
    command.addAll(List.of(arguments));
    int code =
        new ProcessBuilder(command)
            .redirectOutput(output.toFile())
            .redirectError(errors.toFile())
            .start()
            .waitFor();
    return new Ending(
        code,
        Files.readString(output, StandardCharsets.UTF_8),
        Files.readString(errors, StandardCharsets.UTF_8));
  }
}
