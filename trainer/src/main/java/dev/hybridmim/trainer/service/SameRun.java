package dev.hybridmim.trainer.service;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hybridmim.platform.profile.TrainerProfile;
import java.util.List;

/**
 * Which settings of a profile may not change in the middle of a run: the network, the geometry of
 * samples and masks, and the seed. Others, such as the learning rate, hold from the next start on.
 */
final class SameRun {
  private static final List<String> FIXED =
      List.of(
          "/network/backbone",
          "/network/inputChannels",
          "/network/widths",
          "/network/pools",
          "/network/contrastDimension",
          "/augment/subVolume",
          "/augment/regionEdge",
          "/augment/patchEdge",
          "/trainer/contrastSummary",
          "/trainer/seed");

  private static final String OBJECTIVE = "/trainer/objective";

  private static final String AVERAGE = "/trainer/emaDecay";

  private static final String HYBRID = TrainerProfile.Objective.HYBRID.label();

  private SameRun() {}

  /**
   * Compares the profile a run was trained with and the one it is to go on with.
   *
   * @throws TrainerException naming the first setting that differs and must not
   */
  static void require(String runId, JsonNode before, JsonNode now) {
    for (String pointer : FIXED) {
      JsonNode old = before.at(pointer);
      JsonNode changed = now.at(pointer);
      if (!old.equals(changed)) {
        throw mismatch(runId, pointer, old, changed);
      }
    }
    // Snapshots from before there were others have none.
    if (!before.at(OBJECTIVE).asText(HYBRID).equals(now.at(OBJECTIVE).asText(HYBRID))) {
      throw mismatch(runId, OBJECTIVE, before.at(OBJECTIVE), now.at(OBJECTIVE));
    }
    if ((before.at(AVERAGE).asDouble() == 0) != (now.at(AVERAGE).asDouble() == 0)) {
      throw mismatch(runId, AVERAGE, before.at(AVERAGE), now.at(AVERAGE));
    }
  }

  private static TrainerException mismatch(
      String runId, String pointer, JsonNode old, JsonNode changed) {
    String key = pointer.substring(1).replace('/', '.');
    return new TrainerException(
        "Run "
            + runId
            + " was trained with "
            + key
            + " "
            + old
            + ", but the profile says "
            + changed
            + ". Go on with the old value, or begin a new run in another home directory (with --init to keep the weights).");
  }
}
