package dev.hybridmim.platform.profile;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.HashSet;
import java.util.List;
import java.util.Map;

/**
 * What every snapshot is scored on, and what is done when there is more of it than time. Every
 * label fraction with every fold and every seed is a piece of work of its own.
 *
 * @param surfaceToleranceMm of surface Dice, where a task doesn't say its own
 * @param labelFractions shares of the training cases; empty: {@code evaluator.labelFraction} alone
 * @param folds stretches of the cases that are held back in turn, from 0
 * @param seeds of fine-tuning; empty: {@code evaluator.seed} alone
 * @param splitSeed decides which cases are held back and in which order label fractions take the
 *     others; null: {@code evaluator.seed}
 * @param parallel pieces of work at the same time on one device
 * @param mostWaiting snapshots that may wait for their score; when more do some are passed over,
 *     never the newest, and those that stay are spread over time; 0: none is ever passed over
 * @param networksKept newest snapshots of a task whose fine-tuned network is kept, besides that of
 *     its champion
 * @param seenCases what is done when an image that is held back has shaped the snapshot
 */
public record ScoringProfile(
    double surfaceToleranceMm,
    List<Double> labelFractions,
    List<Integer> folds,
    List<Long> seeds,
    Long splitSeed,
    int parallel,
    int mostWaiting,
    int networksKept,
    SeenCases seenCases)
    implements ProfileSection {
  /** As in snapshots from before these settings. */
  public static final ScoringProfile DEFAULT =
      new ScoringProfile(1, List.of(), List.of(0), List.of(), null, 1, 8, 2, SeenCases.REFUSE);

  public ScoringProfile {
    Require.within("evaluator.scoring.surfaceToleranceMm", surfaceToleranceMm, 0, 1000);
    labelFractions = distinct("labelFractions", labelFractions);
    folds = distinct("folds", folds);
    seeds = distinct("seeds", seeds);
    for (double fraction : labelFractions) {
      Require.within(
          "evaluator.scoring.labelFractions",
          Require.positive("evaluator.scoring.labelFractions", fraction),
          0,
          1);
    }
    if (folds.isEmpty()) {
      throw new InvalidProfileException(
          "evaluator.scoring.folds is empty; name at least one fold, such as 0");
    }
    folds.forEach(fold -> Require.atLeast("evaluator.scoring.folds", fold, 0));
    Require.atLeast("evaluator.scoring.parallel", parallel, 1);
    Require.atLeast("evaluator.scoring.mostWaiting", mostWaiting, 0);
    Require.atLeast("evaluator.scoring.networksKept", networksKept, 0);
    Require.present("evaluator.scoring.seenCases", seenCases);
  }

  private static <T> List<T> distinct(String key, List<T> values) {
    List<T> copy = List.copyOf(Require.present("evaluator.scoring." + key, values));
    if (new HashSet<>(copy).size() < copy.size()) {
      throw new InvalidProfileException(
          "evaluator.scoring." + key + " names a value twice: " + copy);
    }
    return copy;
  }

  /** The same with a division that doesn't follow the seed of fine-tuning. */
  ScoringProfile withSplitSeed(long seed) {
    return RecordCopy.with(this, Map.of("splitSeed", seed));
  }

  /** Only what a score depends on: everything else as by default. */
  public ScoringProfile measured() {
    return new ScoringProfile(
        surfaceToleranceMm,
        DEFAULT.labelFractions,
        DEFAULT.folds,
        DEFAULT.seeds,
        splitSeed,
        DEFAULT.parallel,
        DEFAULT.mostWaiting,
        DEFAULT.networksKept,
        DEFAULT.seenCases);
  }

  /** What is done when a held-back image has shaped the snapshot. */
  public enum SeenCases {
    /** There is no score; the reason goes to the rejects. */
    REFUSE("refuse"),
    /** There is a score that says how many were seen. */
    MARK("mark");

    private final String label;

    SeenCases(String label) {
      this.label = label;
    }

    @JsonValue
    public String label() {
      return label;
    }
  }
}
