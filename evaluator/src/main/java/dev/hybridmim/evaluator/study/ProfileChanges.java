package dev.hybridmim.evaluator.study;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hybridmim.platform.json.Json;
import dev.hybridmim.platform.profile.InvalidProfileException;
import dev.hybridmim.platform.profile.Profile;
import dev.hybridmim.platform.profile.Profiles;
import java.util.Map;

/** Copies of a profile in which some settings differ. */
public final class ProfileChanges {
  private ProfileChanges() {}

  /**
   * Applies changes.
   *
   * @param changes values by dotted key, such as {@code trainer.box} → {@code full}
   * @throws StudyException when there is no such key, or the settings don't fit each other
   */
  public static Profile apply(Profile profile, Map<String, Object> changes) throws StudyException {
    if (changes.isEmpty()) {
      return profile;
    }
    JsonNode tree = Json.mapper().valueToTree(profile);
    for (Map.Entry<String, Object> change : changes.entrySet()) {
      String[] path = change.getKey().split("\\.");
      JsonNode place = tree;
      for (int depth = 0; depth < path.length - 1; depth++) {
        place = place.path(path[depth]);
      }
      String key = path[path.length - 1];
      if (!(place instanceof ObjectNode section) || !section.has(key)) {
        throw new StudyException("A profile has no setting " + change.getKey() + ".");
      }
      section.set(key, Json.mapper().valueToTree(change.getValue()));
    }
    try {
      return Profiles.fromJson(tree.toString());
    } catch (InvalidProfileException misfit) {
      // Nothing was stored here: only the reason is of use.
      String reason = misfit.getMessage().substring(misfit.getMessage().indexOf(": ") + 2);
      throw new StudyException(changes + " doesn't fit the profile: " + reason, misfit);
    }
  }
}
