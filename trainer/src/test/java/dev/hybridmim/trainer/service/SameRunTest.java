package dev.hybridmim.trainer.service;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hybridmim.platform.json.Json;
import dev.hybridmim.platform.profile.Profile;
import dev.hybridmim.platform.profile.Profiles;
import dev.hybridmim.trainer.stream.TestProfiles;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SameRunTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          network | {"widths": [2, 2, 4, 4, 8]}       | network.widths [2,2,4,4,4]
          network | {"inputChannels": 2}              | network.inputChannels 1
          augment | {"subVolume": 32}                 | augment.subVolume 16
          augment | {"patchEdge": 8}                  | augment.patchEdge 4
          trainer | {"seed": 5}                       | trainer.seed 20261101
          trainer | {"contrastSummary": "pooled"}     | trainer.contrastSummary "regions"
          trainer | {"objective": "contrast"}         | trainer.objective "hybrid"
          trainer | {"emaDecay": 0}                   | trainer.emaDecay 0.99
          """)
  void whatWouldChangeTheRunIsRefused(String section, String keys, String named)
      throws IOException {
    JsonNode before = json(TestProfiles.tiny());
    JsonNode now = json(TestProfiles.tinyWith(section, keys));

    assertThatThrownBy(() -> SameRun.require("run", before, now))
        .isInstanceOf(TrainerException.class)
        .hasMessageContaining("Run run was trained with " + named + ", but the profile says");
  }

  @Test
  void whatTheRunGoesOnWithMayChange() throws IOException {
    JsonNode before = json(TestProfiles.tiny());
    JsonNode now =
        json(
            TestProfiles.tinyWith(
                "trainer",
                "{\"learningRate\": 0.5, \"emaDecay\": 0.5, \"samplesPerTicket\": 12, \"batchSize\": 4}"));

    assertThatCode(() -> SameRun.require("run", before, now)).doesNotThrowAnyException();
  }

  private static JsonNode json(Profile profile) throws IOException {
    return Json.mapper().readTree(Profiles.toJson(profile));
  }
}
