package dev.hybridmim.evaluator.pipeline;

import dev.hybridmim.evaluator.report.SettingsDigest;
import dev.hybridmim.platform.profile.Profile;
import java.io.Serializable;
import java.util.List;

/**
 * One piece of work that every snapshot is scored on: a task with a label fraction, a fold and a
 * seed.
 *
 * @param task the task's name, as in object keys
 * @param taskDirectory where the task lies, as seen by the workers
 * @param taskDigest content of the task, see {@link dev.hybridmim.evaluator.task.TaskDigest}
 * @param name {@code f<fraction>-k<fold>-s<seed>}; empty for the profile's own fraction, first fold
 *     and seed
 * @param fold which cases are held back
 * @param profile ingest, network, sub-volume and evaluator settings, those of this work
 * @param heldBackIds ids that the held-back images have as volumes
 */
public record WorkItem(
    String task,
    String taskDirectory,
    String taskDigest,
    String name,
    int fold,
    Profile profile,
    List<String> heldBackIds)
    implements Serializable {
  public WorkItem {
    heldBackIds = List.copyOf(heldBackIds);
  }

  /** Names the work among all others of a plan. */
  String id() {
    return name.isEmpty() ? task : task + "/" + name;
  }

  /** What its scores depend on, but for the snapshot. */
  String settingsDigest() {
    return SettingsDigest.of(taskDigest, fold, profile);
  }
}
