package dev.hybridmim.evaluator.pipeline;

import dev.hybridmim.platform.message.SnapshotEvent;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Which of the waiting work comes next, and which snapshots are passed over when there is too much.
 */
final class Backlog {
  private static final Comparator<SnapshotEvent> NEWEST_FIRST =
      Comparator.comparingLong(Backlog::time)
          .thenComparingLong(SnapshotEvent::getStep)
          .thenComparing(SnapshotEvent::getRunId)
          .reversed();

  private Backlog() {}

  /**
   * Work that waits.
   *
   * @param item id of the piece of work
   */
  record Waiting(String item, SnapshotEvent snapshot) {
    /** Names it among all others. */
    String key() {
      return snapshot.getObjectPrefix() + " " + snapshot.getManifestSha256() + " " + item;
    }
  }

  /** The newest snapshot first, and of each snapshot the work in the plan's order. */
  static List<Waiting> ordered(List<Waiting> waiting, ScoringPlan plan) {
    List<String> ids = plan.items().stream().map(WorkItem::id).toList();
    return waiting.stream()
        .sorted(
            Comparator.comparing(Waiting::snapshot, NEWEST_FIRST)
                .thenComparing(one -> ids.indexOf(one.item())))
        .toList();
  }

  /**
   * The snapshots that are passed over so that no more than so many wait. The newest always stays;
   * of the others that one goes whose neighbours lie nearest to each other, so that those that stay
   * are spread over time.
   *
   * @param most 0: all stay
   */
  static List<SnapshotEvent> superseded(List<SnapshotEvent> waiting, int most) {
    List<SnapshotEvent> stay =
        new ArrayList<>(waiting.stream().distinct().sorted(NEWEST_FIRST).toList());
    List<SnapshotEvent> go = new ArrayList<>();
    while (most > 0 && stay.size() > most) {
      int place = stay.size() == 2 ? 1 : mostCrowded(stay);
      go.add(stay.remove(place));
    }
    return go;
  }

  private static int mostCrowded(List<SnapshotEvent> newestFirst) {
    int chosen = newestFirst.size() - 1;
    long smallest = Long.MAX_VALUE;
    for (int place = 1; place < newestFirst.size() - 1; place++) {
      long gap = position(newestFirst.get(place - 1)) - position(newestFirst.get(place + 1));
      // Of equal ones the oldest.
      if (gap <= smallest) {
        smallest = gap;
        chosen = place;
      }
    }
    return chosen;
  }

  private static long position(SnapshotEvent snapshot) {
    return snapshot.hasCreatedAt() ? time(snapshot) : snapshot.getStep();
  }

  private static long time(SnapshotEvent snapshot) {
    return snapshot.getCreatedAt().getSeconds() * 1000
        + snapshot.getCreatedAt().getNanos() / 1_000_000;
  }
}
