package dev.hybridmim.evaluator.pipeline;

import dev.hybridmim.platform.profile.Profile;
import java.io.Serializable;

/**
 * What every snapshot is scored on.
 *
 * @param task the task's name, as in object keys
 * @param taskDirectory where the task lies, as seen by the workers
 * @param taskDigest content of the task, see {@link dev.hybridmim.evaluator.task.TaskDigest}
 * @param fold which cases are held back
 * @param profile ingest, network, sub-volume and evaluator settings
 */
public record ScoringPlan(
    String task, String taskDirectory, String taskDigest, int fold, Profile profile)
    implements Serializable {}
