package dev.hybridmim.platform.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.hybridmim.platform.json.Json;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProfilesTest {
  @TempDir Path directory;

  @ParameterizedTest
  @ValueSource(strings = {"laptop", "demo", "paper-unet", "paper-swin"})
  void builtInProfilesLoadAndSurviveTheirStorage(String name) throws Exception {
    Profile profile = Profiles.load(name);
    assertThat(profile.name()).isEqualTo(name);
    assertThat(Profiles.fromJson(Profiles.toJson(profile))).isEqualTo(profile);
    // Pipelines ship sections inside their transforms.
    new ObjectOutputStream(new ByteArrayOutputStream()).writeObject(profile);
  }

  @Test
  void anUnknownKeyIsRefusedByName() {
    assertThatThrownBy(() -> load(laptop().replace("  maskRatio:", "  maskRatoi: 1\n  maskRatio:")))
        .isInstanceOf(InvalidProfileException.class)
        .hasMessageContaining("maskRatoi");
  }

  @Test
  void everyKeyMustBePresent() throws Exception {
    JsonNode tree = new YAMLMapper().readTree(laptop());
    for (String path : leaves("", tree)) {
      JsonNode without = tree.deepCopy();
      int slash = path.lastIndexOf('/');
      JsonNode parent = slash == 0 ? without : without.at(path.substring(0, slash));
      ((com.fasterxml.jackson.databind.node.ObjectNode) parent).remove(path.substring(slash + 1));
      assertThatThrownBy(() -> load(new YAMLMapper().writeValueAsString(without)))
          .as(path)
          .isInstanceOf(InvalidProfileException.class);
    }
  }

  @Test
  void valuesOutOfBoundsAreRefusedByAKeyedSentence() {
    assertThatThrownBy(() -> load(laptop().replace("maskRatio: 0.4", "maskRatio: 1.4")))
        .hasMessageContaining("augment.maskRatio is 1.4");
    assertThatThrownBy(() -> load(laptop().replace("patchEdge: 8", "patchEdge: 7")))
        .hasMessageContaining("patch edge 7");
    assertThatThrownBy(() -> load(laptop().replace("samplesPerTicket: 64", "samplesPerTicket: 63")))
        .hasMessageContaining("samplesPerTicket is 63");
    assertThatThrownBy(() -> load(laptop().replace("QuietSeconds: 30", "QuietSeconds: 0")))
        .hasMessageContaining("ingest.seriesQuietSeconds is 0");
    assertThatThrownBy(() -> load(laptop().replace("patience: 5", "patience: 0")))
        .hasMessageContaining("evaluator.earlyStop.patience is 0");
    assertThatThrownBy(() -> load(laptop().replace("everySteps: 20", "everySteps: 0")))
        .hasMessageContaining("evaluator.earlyStop.everySteps is 0");
    String early = laptop().replace("validationFraction: 0.0", "validationFraction: 1.0");
    assertThatThrownBy(() -> load(early))
        .hasMessageContaining("evaluator.earlyStop.validationFraction is 1.0");
    assertThatThrownBy(() -> load(laptop().replace("boxEdge: 16", "boxEdge: 12")))
        .hasMessageContaining("trainer.boxEdge is 12");
  }

  /** Keys that were added since have their defaults; nothing else may be missing. */
  @Test
  void aProfileStoredByAnEarlierVersionIsRead() throws Exception {
    Profile laptop = Profiles.load("laptop");
    ObjectNode stored = (ObjectNode) Json.mapper().readTree(Profiles.toJson(laptop));
    ((ObjectNode) stored.get("ingest"))
        .remove(List.of("volumes", "seriesQuietSeconds", "reconcileSeconds"));
    assertThat(Profiles.fromJson(stored.toString())).isEqualTo(laptop);
    ((ObjectNode) stored.get("ingest")).remove("ctWindowHu");
    assertThatThrownBy(() -> Profiles.fromJson(stored.toString()))
        .isInstanceOf(InvalidProfileException.class);
  }

  @Test
  void aMissingProfileNamesTheBuiltInOnes() {
    assertThatThrownBy(() -> Profiles.load("desktop")).hasMessageContaining("laptop");
  }

  @Test
  void snapshotsFromBeforeTheScoringSettingsAreRead() {
    Profile profile = Profiles.load("laptop");
    String json = Profiles.toJson(profile);
    String before = json.replaceFirst(",\"scoring\":\\{[^}]*\\}", "");
    assertThat(before).isNotEqualTo(json).doesNotContain("scoring");
    assertThat(Profiles.fromJson(before).evaluator().scoring()).isEqualTo(ScoringProfile.DEFAULT);
  }

  @Test
  void snapshotsFromBeforeTheEarlyStopHaveNone() {
    Profile profile = Profiles.load("laptop");
    String json = Profiles.toJson(profile);
    String before = json.replaceFirst(",\"earlyStop\":\\{[^}]*\\}", "");
    assertThat(before).isNotEqualTo(json).doesNotContain("earlyStop");
    assertThat(Profiles.fromJson(before)).isEqualTo(profile);
    assertThat(profile.evaluator().earlyStop().enabled()).isFalse();
  }

  @Test
  void snapshotsFromBeforeOtherObjectivesAreHybrid() {
    Profile profile = Profiles.load("laptop");
    String json = Profiles.toJson(profile);
    String before = json.replaceFirst(",\"objective\":\"hybrid\"", "");
    assertThat(before).isNotEqualTo(json);
    assertThat(Profiles.fromJson(before)).isEqualTo(profile);
  }

  @Test
  void anObjectiveIsChosenByItsNameAlone() throws Exception {
    Profile chosen = load(laptop().replace("objective: hybrid", "objective: masked-autoencoding"));
    assertThat(chosen.trainer().objective())
        .isEqualTo(TrainerProfile.Objective.MASKED_AUTOENCODING);
    assertThat(chosen.trainer().rebuiltBox()).isEqualTo(TrainerProfile.Box.FULL);
    String turning = laptop().replace("objective: hybrid", "objective: rotation-contrast");
    assertThatThrownBy(() -> load(turning)).hasMessageContaining("augmentation.flips");
    assertThat(load(turning.replace("flips: true", "flips: false")).trainer().objective())
        .isEqualTo(TrainerProfile.Objective.ROTATION_CONTRAST);
    String alone =
        laptop()
            .replace("objective: hybrid", "objective: contrast")
            .replace("batchSize: 8", "batchSize: 1");
    assertThatThrownBy(() -> load(alone)).hasMessageContaining("trainer.batchSize must be 2");
  }

  @Test
  void aPieceOfWorkIsDividedAsTheOthers() {
    EvaluatorProfile evaluator = Profiles.load("laptop").evaluator();
    EvaluatorProfile work = evaluator.withWork(0.5, 77);
    assertThat(work.seed()).isEqualTo(77);
    assertThat(work.labelFraction()).isEqualTo(0.5);
    assertThat(work.splitSeed()).isEqualTo(evaluator.splitSeed());
    assertThat(evaluator.withScoring(ScoringProfile.DEFAULT).withWork(1, 78).splitSeed())
        .isEqualTo(evaluator.seed());
  }

  private Profile load(String yaml) throws Exception {
    Path file = directory.resolve("profile.yaml");
    Files.writeString(file, yaml);
    return Profiles.load(file.toString());
  }

  private static String laptop() {
    byte[] bytes = new ByteArrayInputStream(Profiles.text("laptop")).readAllBytes();
    return new String(bytes, StandardCharsets.UTF_8);
  }

  private static List<String> leaves(String prefix, JsonNode node) {
    List<String> found = new ArrayList<>();
    for (Iterator<String> names = node.fieldNames(); names.hasNext(); ) {
      String name = names.next();
      found.add(prefix + "/" + name);
      found.addAll(leaves(prefix + "/" + name, node.get(name)));
    }
    return found;
  }
}
