package dev.hybridmim.local.view;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hybridmim.local.RunException;
import dev.hybridmim.platform.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SummaryJsonTest {
  private static final Summary FULL =
      Summaries.summary()
          .scans(5, 3, 2)
          .step(150)
          .snapshot(150)
          .score(150)
          .champion("demo", 150)
          .reject("ingest", "bucket/raw/1.nii", "/scans/one.nii")
          .build();

  @TempDir Path directory;

  /** Programs read these names: they may be added to, never changed. */
  @Test
  void namesAreKept() throws IOException {
    JsonNode document = Json.mapper().readTree(SummaryJson.write(FULL));

    assertThat(names(document))
        .contains(
            "state",
            "home",
            "profile",
            "task",
            "startedAt",
            "updatedAt",
            "scans",
            "samples",
            "training",
            "snapshots",
            "scores",
            "champions",
            "rejects",
            "where");
    assertThat(names(document.path("scans")))
        .containsExactly("arrived", "prepared", "rejected", "duplicates", "heldBack", "ignored");
    assertThat(names(document.path("samples"))).containsExactly("produced", "trained", "perSecond");
    assertThat(names(document.path("training")))
        .containsExactly("run", "step", "lossFirst", "lossLast", "waitShare", "losses");
    assertThat(names(document.path("snapshots").get(0)))
        .containsExactly("id", "run", "step", "createdAt");
    assertThat(names(document.path("scores").get(0)))
        .containsExactly(
            "snapshot",
            "step",
            "task",
            "dicePretrained",
            "diceScratch",
            "hd95",
            "trainingCases",
            "heldBackCases");
    assertThat(names(document.path("champions").get(0)))
        .containsExactly(
            "task", "snapshot", "dice", "diceLow", "diceHigh", "cases", "sequence", "since");
    assertThat(names(document.path("rejects").get(0)))
        .containsExactly("reference", "stage", "reason", "message", "file");
    assertThat(document.path("state").asText()).isEqualTo("running");
  }

  @Test
  void isReadAsItWasWritten() {
    Path file = directory.resolve("summary.json");
    assertThat(SummaryJson.readFile(file)).isEmpty();

    SummaryJson.writeFile(file, FULL);

    assertThat(SummaryJson.readFile(file)).contains(FULL);
  }

  @Test
  void readsWhatALaterVersionAdds() throws IOException {
    Path file = directory.resolve("summary.json");
    ObjectNode document = (ObjectNode) Json.mapper().readTree(SummaryJson.write(FULL));
    document.put("mood", "sunny");
    ((ObjectNode) document.path("scans")).put("beautiful", 3);
    Files.writeString(file, document.toString());

    assertThat(SummaryJson.readFile(file)).contains(FULL);
  }

  @Test
  void readsWhatAnEarlierVersionWroteAndKnowsOneChampionForEachTask() throws IOException {
    Path file = directory.resolve("summary.json");
    ObjectNode document = (ObjectNode) Json.mapper().readTree(SummaryJson.write(FULL));
    document.remove("champions");
    Files.writeString(file, document.toString());

    Summary earlier = SummaryJson.readFile(file).orElseThrow();
    assertThat(earlier.champions()).isEmpty();
    assertThat(earlier.withChampion(FULL.champions().get(0))).isEqualTo(FULL);
    assertThat(FULL.withChampion(FULL.champions().get(0))).isEqualTo(FULL);
  }

  @Test
  void refusesSomethingElse() throws IOException {
    Path file = Files.writeString(directory.resolve("summary.json"), "[]");

    assertThatThrownBy(() -> SummaryJson.readFile(file)).isInstanceOf(RunException.class);
  }

  private static List<String> names(JsonNode node) {
    List<String> names = new ArrayList<>();
    node.fieldNames().forEachRemaining(names::add);
    return names;
  }
}
