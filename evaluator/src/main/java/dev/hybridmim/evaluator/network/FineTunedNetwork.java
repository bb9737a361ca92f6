package dev.hybridmim.evaluator.network;

import dev.hybridmim.evaluator.task.LabelScheme;
import dev.hybridmim.platform.message.Modality;
import dev.hybridmim.platform.profile.Profile;

/**
 * What a kept network is.
 *
 * @param formatVersion {@link #VERSION}
 * @param task on which it was fine-tuned
 * @param runId of the snapshot from which it began
 * @param step of that snapshot
 * @param manifestSha256 of that snapshot
 * @param modality of the task's images
 * @param channels images of one case
 * @param labels the classes and how they stand in label files
 * @param profile how scans are prepared and the network is made
 * @param sha256 of {@code network.safetensors}, hexadecimal
 * @param bytes of {@code network.safetensors}
 * @param createdAt ISO 8601, UTC
 */
public record FineTunedNetwork(
    int formatVersion,
    String task,
    String runId,
    long step,
    String manifestSha256,
    Modality modality,
    int channels,
    LabelScheme labels,
    Profile profile,
    String sha256,
    long bytes,
    String createdAt) {
  /** The version that is written and read. */
  public static final int VERSION = 1;

  /** {@code run/step}. */
  public String snapshot() {
    return runId + "/" + step;
  }

  /** Prefix of its objects; ends with a slash. */
  public String prefix() {
    return prefix(task, runId, step);
  }

  static String prefix(String task, String runId, long step) {
    return root(task) + runId + "/" + step + "/";
  }

  static String root(String task) {
    return "reports/networks/" + task + "/";
  }
}
