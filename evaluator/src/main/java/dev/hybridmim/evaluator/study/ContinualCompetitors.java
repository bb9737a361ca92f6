package dev.hybridmim.evaluator.study;

import dev.hybridmim.evaluator.study.Competitor.Pretraining;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The archive arrives in parts, and after each a network has learnt in one of three ways.
 *
 * <ul>
 *   <li>{@code replay}: it goes on with the newest part and all that came before.
 *   <li>{@code restart}: it begins afresh on all parts so far, with as many steps as the others
 *       have made by then.
 *   <li>{@code newest}: it goes on with the newest part alone.
 * </ul>
 *
 * <p>After the first part all three are the same, and are trained once.
 */
public final class ContinualCompetitors {
  static final String REPLAY = "replay";
  static final String RESTART = "restart";
  static final String NEWEST = "newest";
  static final List<String> WAYS = List.of(REPLAY, RESTART, NEWEST);

  private ContinualCompetitors() {}

  /** The competitor that has learnt in a way when so many parts had arrived. */
  static String name(String way, int arrived) {
    return (arrived == 1 ? REPLAY : way) + "-" + arrived;
  }

  /**
   * The competitors, {@code replay-1} first.
   *
   * @param parts of the archive, at least two
   */
  public static List<Competitor> of(int parts) {
    List<Competitor> competitors = new ArrayList<>();
    competitors.add(competitor(REPLAY, 1, new Archive(1, 1, parts, Optional.empty(), 1)));
    for (int part = 2; part <= parts; part++) {
      String learnt = name(REPLAY, part - 1);
      String newest = name(NEWEST, part - 1);
      competitors.add(
          competitor(REPLAY, part, new Archive(1, part, parts, Optional.of(learnt), 1)));
      competitors.add(
          competitor(RESTART, part, new Archive(1, part, parts, Optional.empty(), part)));
      competitors.add(
          competitor(NEWEST, part, new Archive(part, part, parts, Optional.of(newest), 1)));
    }
    return competitors;
  }

  private static Competitor competitor(String way, int part, Archive archive) {
    return new Competitor(
        name(way, part), Pretraining.WHOLE, Map.of("evaluator.transfer", "encoder"), archive);
  }
}
