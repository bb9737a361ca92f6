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
  private ContinualCompetitors() {}

  /**
   * The competitors, {@code replay-1} first.
   *
   * @param parts of the archive, at least two
   */
  public static List<Competitor> of(int parts) {
    List<Competitor> competitors = new ArrayList<>();
    competitors.add(competitor("replay", 1, new Archive(1, 1, parts, Optional.empty(), 1)));
    for (int part = 2; part <= parts; part++) {
      String learnt = "replay-" + (part - 1);
      String newest = part == 2 ? learnt : "newest-" + (part - 1);
      competitors.add(
          competitor("replay", part, new Archive(1, part, parts, Optional.of(learnt), 1)));
      competitors.add(
          competitor("restart", part, new Archive(1, part, parts, Optional.empty(), part)));
      competitors.add(
          competitor("newest", part, new Archive(part, part, parts, Optional.of(newest), 1)));
    }
    return competitors;
  }

  private static Competitor competitor(String way, int part, Archive archive) {
    return new Competitor(
        way + "-" + part, Pretraining.WHOLE, Map.of("evaluator.transfer", "encoder"), archive);
  }
}
