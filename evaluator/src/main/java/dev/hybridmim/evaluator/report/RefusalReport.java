package dev.hybridmim.evaluator.report;

/**
 * Why a snapshot has no score on a task, so that a restart doesn't try again in vain. Deleting the
 * object lets it be tried again.
 *
 * @param manifestSha256 of the snapshot
 * @param settingsDigest of the work, see {@link SettingsDigest}; with other settings it is tried
 *     again
 * @param item names the piece of work; empty for that of the profile's own settings
 * @param reason a word, see the documentation of {@code dev.hybridmim.evaluator.pipeline}
 * @param message what was wrong and what to do
 * @param createdAt ISO 8601, UTC
 */
public record RefusalReport(
    String runId,
    long step,
    String manifestSha256,
    String settingsDigest,
    String task,
    String item,
    String reason,
    String message,
    String createdAt) {

  /** Where the report lies in the object store. */
  public static String key(String runId, long step, String task, String item) {
    return "reports/refusals/" + ScoreReport.place(runId, step, task, item) + ".json";
  }
}
