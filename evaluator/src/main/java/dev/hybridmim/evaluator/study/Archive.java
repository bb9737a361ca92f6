package dev.hybridmim.evaluator.study;

import java.util.List;
import java.util.Optional;

/**
 * What part of an archive a pre-training learns from. The archive arrives in parts of equal size,
 * in the order of the task's list.
 *
 * @param first part that is seen, from 1
 * @param last part that is seen
 * @param of how many parts there are
 * @param after the competitor whose network is learnt on; empty: a fresh one
 * @param rounds how many times the study's steps are made
 */
public record Archive(int first, int last, int of, Optional<String> after, int rounds) {
  /** Everything at once. */
  public static final Archive WHOLE = new Archive(1, 1, 1, Optional.empty(), 1);

  public Archive {
    if (first < 1 || last < first || of < last || rounds < 1) {
      throw new IllegalArgumentException(
          "There are no parts " + first + " to " + last + " of " + of + ".");
    }
  }

  /** The elements of a list that belong to the parts. */
  <T> List<T> of(List<T> all) {
    return all.subList(begin(first, all.size()), begin(last + 1, all.size()));
  }

  private int begin(int part, int size) {
    return (int) ((long) size * (part - 1) / of);
  }

  /** The part that a place in a list belongs to, from 1. */
  static int partOf(int place, int size, int parts) {
    int part = 1;
    while (part < parts && (long) size * part / parts <= place) {
      part++;
    }
    return part;
  }
}
