package dev.hybridmim.trainer.snapshot;

import dev.hybridmim.trainer.snapshot.SnapshotException.Problem;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * Finds the snapshot that a person means by a few characters:
 *
 * <ul>
 *   <li>{@code latest}: the last one of the run whose last one is the newest;
 *   <li>{@code <run>/latest}: the last one of a run;
 *   <li>{@code <run>/<step>}, with or without leading zeros;
 *   <li>any beginning of {@code <run>/<step>} that only one snapshot has.
 * </ul>
 */
public final class SnapshotChoice {
  /** The word for the newest. */
  public static final String LATEST = "latest";

  private static final int MOST_NAMED = 5;

  private final SnapshotCatalogue catalogue;
  private final SnapshotReader reader;

  /**
   * Chooses among the snapshots of a store.
   *
   * @param catalogue what there is
   * @param reader of the same store
   */
  public SnapshotChoice(SnapshotCatalogue catalogue, SnapshotReader reader) {
    this.catalogue = catalogue;
    this.reader = reader;
  }

  /**
   * The snapshot that is meant.
   *
   * @throws SnapshotException when there is none or more than one, saying what there is
   */
  public SnapshotKey find(String text) {
    String wanted = Objects.requireNonNull(text, "text").strip();
    List<SnapshotKey> all = new ArrayList<>();
    for (String run : catalogue.runs()) {
      all.addAll(catalogue.snapshots(run));
    }
    if (all.isEmpty()) {
      throw new SnapshotException(
          Problem.NOT_FOUND, "There is no snapshot yet: the store holds none below snapshots/.");
    }
    if (wanted.equals(LATEST)) {
      return newest();
    }
    if (wanted.endsWith("/" + LATEST)) {
      return last(all, wanted.substring(0, wanted.length() - LATEST.length() - 1));
    }
    List<SnapshotKey> exact =
        all.stream().filter(key -> isNamed(key, wanted)).collect(Collectors.toList());
    if (exact.size() == 1) {
      return exact.get(0);
    }
    return only(all.stream().filter(key -> key.toString().startsWith(wanted)).toList(), all, text);
  }

  private static boolean isNamed(SnapshotKey key, String text) {
    return text.equals(key.toString())
        || (SnapshotKey.ROOT + text + "/").equals(key.prefix())
        || (text + (text.endsWith("/") ? "" : "/")).equals(key.prefix());
  }

  private SnapshotKey newest() {
    return catalogue.runs().stream()
        .map(run -> last(catalogue.snapshots(run), run))
        .max(Comparator.comparing(key -> reader.manifest(key).manifest().createdAt()))
        .orElseThrow();
  }

  private static SnapshotKey last(List<SnapshotKey> all, String run) {
    return all.stream()
        .filter(key -> key.runId().equals(run))
        .max(Comparator.comparingLong(SnapshotKey::step))
        .orElseThrow(
            () ->
                new SnapshotException(
                    Problem.NOT_FOUND,
                    "There is no snapshot of a run " + run + ". There are: " + named(all) + "."));
  }

  private static SnapshotKey only(List<SnapshotKey> found, List<SnapshotKey> all, String text) {
    if (found.isEmpty()) {
      throw new SnapshotException(
          Problem.NOT_FOUND,
          "No snapshot is named or begins with '" + text + "'. There are: " + named(all) + ".");
    }
    if (found.size() > 1) {
      throw new SnapshotException(
          Problem.AMBIGUOUS,
          "'" + text + "' may mean " + named(found) + ". Write more of it, or <run>/latest.");
    }
    return found.get(0);
  }

  /** The last few. */
  private static String named(List<SnapshotKey> keys) {
    int from = Math.max(0, keys.size() - MOST_NAMED);
    String names =
        keys.subList(from, keys.size()).stream()
            .map(SnapshotKey::toString)
            .collect(Collectors.joining(", "));
    return from == 0 ? names : names + " and " + from + " more";
  }
}
