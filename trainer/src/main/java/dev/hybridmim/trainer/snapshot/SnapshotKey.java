package dev.hybridmim.trainer.snapshot;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which snapshot: a run and a step, and where its objects lie.
 *
 * @param runId 1 to 200 letters, digits, dots, dashes and underscores, beginning with a letter or
 *     digit
 * @param step how many steps were trained
 */
public record SnapshotKey(String runId, long step) {
  /** Objects of all snapshots lie below this prefix. */
  public static final String ROOT = "snapshots/";

  static final String MANIFEST = "manifest.json";

  private static final int STEP_DIGITS = 12;
  private static final long LARGEST_STEP = 999_999_999_999L;
  private static final Pattern RUN_ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,199}");
  private static final Pattern MANIFEST_KEY =
      Pattern.compile(
          Pattern.quote(ROOT) + "([^/]+)/([0-9]{" + STEP_DIGITS + "})/" + Pattern.quote(MANIFEST));

  public SnapshotKey {
    requireRunId(runId);
    if (step < 0 || step > LARGEST_STEP) {
      throw new IllegalArgumentException(
          "A snapshot's step lies between 0 and " + LARGEST_STEP + ", not at " + step + ".");
    }
  }

  /**
   * Returns the id if it may name a run.
   *
   * @throws IllegalArgumentException saying what a run's id looks like
   */
  public static String requireRunId(String runId) {
    if (!RUN_ID.matcher(runId).matches()) {
      throw new IllegalArgumentException(
          "The run id '"
              + runId
              + "' is not 1 to 200 letters, digits, dots, dashes and underscores beginning with a letter or digit.");
    }
    return runId;
  }

  /** Prefix of the objects; ends with a slash. */
  public String prefix() {
    return runPrefix(runId) + String.format(Locale.ROOT, "%0" + STEP_DIGITS + "d", step) + "/";
  }

  /** Key of the manifest. */
  public String manifest() {
    return prefix() + MANIFEST;
  }

  /** Prefix of all snapshots of a run; ends with a slash. */
  static String runPrefix(String runId) {
    return ROOT + requireRunId(runId) + "/";
  }

  /** The snapshot whose manifest has this object key, if it is a manifest's. */
  static Optional<SnapshotKey> ofManifest(String objectKey) {
    Matcher matcher = MANIFEST_KEY.matcher(objectKey);
    if (!matcher.matches() || !RUN_ID.matcher(matcher.group(1)).matches()) {
      return Optional.empty();
    }
    return Optional.of(new SnapshotKey(matcher.group(1), Long.parseLong(matcher.group(2))));
  }

  /**
   * The snapshot that lies below a prefix, as a SnapshotEvent names it.
   *
   * @throws IllegalArgumentException when it is no snapshot's prefix
   */
  public static SnapshotKey ofPrefix(String prefix) {
    return ofManifest(prefix + MANIFEST)
        .orElseThrow(
            () ->
                new IllegalArgumentException("'" + prefix + "' is not the prefix of a snapshot."));
  }

  /** {@code run/step}. */
  @Override
  public String toString() {
    return runId + "/" + step;
  }
}
