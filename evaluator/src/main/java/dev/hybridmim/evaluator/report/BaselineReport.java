package dev.hybridmim.evaluator.report;

/**
 * The network trained from scratch, which every snapshot of the same settings is compared with.
 *
 * @param settingsDigest what it depends on, see {@link SettingsDigest}
 */
public record BaselineReport(String settingsDigest, String task, OutcomeReport outcome) {

  /** Where the report lies in the object store. */
  public static String key(String settingsDigest) {
    return "reports/baselines/" + settingsDigest + ".json";
  }
}
