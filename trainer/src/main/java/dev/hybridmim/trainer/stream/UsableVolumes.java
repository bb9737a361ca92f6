package dev.hybridmim.trainer.stream;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeSet;

/**
 * The volumes that samples may be cut from, by the offset of the first event that prepared each.
 */
final class UsableVolumes {
  private final Map<String, Long> usable = new HashMap<>();
  private final NavigableSet<Long> offsets = new TreeSet<>();
  private final Set<String> excluded = new HashSet<>();

  /** A volume was announced; one that is announced again keeps its place. */
  void prepared(String id, long offset) {
    if (!excluded.contains(id) && usable.putIfAbsent(id, offset) == null) {
      offsets.add(offset);
    }
  }

  /** A volume was excluded, which may come before it is announced. */
  void excluded(String id) {
    excluded.add(id);
    Long offset = usable.remove(id);
    if (offset != null) {
      offsets.remove(offset);
    }
  }

  boolean isEmpty() {
    return usable.isEmpty();
  }

  /** How many have their offset from one to below another. */
  int count(long from, long below) {
    return offsets.subSet(from, true, Math.max(from, below), false).size();
  }

  /**
   * The offset behind the first {@code count} volumes from an offset on; {@code end} when there are
   * fewer below that.
   */
  long behind(long from, int count, long end) {
    long behind = from;
    for (int passed = 0; passed < count; passed++) {
      Long next = offsets.ceiling(behind);
      if (next == null || next >= end) {
        return Math.max(from, end);
      }
      behind = next + 1;
    }
    return behind;
  }
}
