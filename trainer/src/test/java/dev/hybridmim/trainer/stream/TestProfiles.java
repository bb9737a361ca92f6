package dev.hybridmim.trainer.stream;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hybridmim.platform.json.Json;
import dev.hybridmim.platform.profile.Profile;
import dev.hybridmim.platform.profile.Profiles;
import java.io.UncheckedIOException;
import java.util.Map;

/** Profiles small enough for tests. */
public final class TestProfiles {
  private TestProfiles() {}

  /**
   * Sub-volumes of 16 voxels, a U-Net of a few thousand weights, two samples a step, six a ticket.
   */
  public static Profile tiny() {
    return laptopWith(
        Map.of(
            "augment", "{\"subVolume\": 16, \"regionEdge\": 8, \"patchEdge\": 4}",
            "network", "{\"widths\": [2, 2, 4, 4, 4], \"contrastDimension\": 4}",
            "trainer",
                "{\"batchSize\": 2, \"samplesPerTicket\": 6, \"ticketsInFlight\": 2, \"boxEdge\": 8, \"snapshotEverySteps\": 5, \"threads\": 1, \"warmUpSteps\": 3}"));
  }

  /** The tiny profile with keys of its sections replaced, each given as a JSON object. */
  public static Profile tinyWith(String section, String keys) {
    return with(tiny(), Map.of(section, keys));
  }

  private static Profile laptopWith(Map<String, String> changes) {
    return with(Profiles.load("laptop"), changes);
  }

  private static Profile with(Profile profile, Map<String, String> changes) {
    try {
      ObjectNode tree = (ObjectNode) Json.mapper().readTree(Profiles.toJson(profile));
      for (Map.Entry<String, String> change : changes.entrySet()) {
        ((ObjectNode) tree.get(change.getKey()))
            .setAll((ObjectNode) Json.mapper().readTree(change.getValue()));
      }
      return Profiles.fromJson(tree.toString());
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }
}
