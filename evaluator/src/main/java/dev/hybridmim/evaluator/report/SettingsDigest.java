package dev.hybridmim.evaluator.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hybridmim.platform.json.Json;
import dev.hybridmim.platform.profile.EvaluatorProfile;
import dev.hybridmim.platform.profile.IngestProfile;
import dev.hybridmim.platform.profile.NetworkProfile;
import dev.hybridmim.platform.profile.Profile;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * Everything that a score depends on but for the snapshot. Two scorings with equal settings of the
 * same weights give the same numbers.
 *
 * @param procedure {@link #PROCEDURE} of the software that scored
 * @param taskDigest content of the task, see {@link dev.hybridmim.evaluator.task.TaskDigest}
 * @param fold which cases are held back
 * @param subVolume edge of the windows, voxels
 */
public record SettingsDigest(
    int procedure,
    String taskDigest,
    int fold,
    IngestProfile ingest,
    NetworkProfile network,
    int subVolume,
    EvaluatorProfile evaluator) {

  /**
   * Counts changes of how fine-tuning and scoring work, so that old baselines aren't compared with
   * new scores.
   */
  public static final int PROCEDURE = 2;

  /** SHA-256 of the settings, hexadecimal. */
  public static String of(String taskDigest, int fold, Profile profile) {
    SettingsDigest settings =
        new SettingsDigest(
            PROCEDURE,
            taskDigest,
            fold,
            profile.ingest(),
            profile.network(),
            profile.augment().subVolume(),
            profile.evaluator().withScoring(profile.evaluator().scoring().measured()));
    try {
      ObjectNode tree = Json.mapper().valueToTree(settings);
      if (!profile.evaluator().earlyStop().enabled()) {
        // Scores from before there was an early stop are still comparable.
        ((ObjectNode) tree.get("evaluator")).remove("earlyStop");
      }
      byte[] json = Json.mapper().writeValueAsBytes(tree);
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(json));
    } catch (JsonProcessingException exception) {
      throw new UncheckedIOException(exception);
    } catch (NoSuchAlgorithmException exception) {
      throw new IllegalStateException("Every Java platform has SHA-256.", exception);
    }
  }
}
