package dev.hybridmim.evaluator.study;

import dev.hybridmim.platform.profile.Profile;
import java.util.List;

/**
 * What a study runs: every competitor at every label fraction with every seed.
 *
 * @param kind the study's word, such as {@code label-fractions}
 * @param profile network, ingest, sub-volume, and how it is fine-tuned and scored
 * @param fold which cases are held back
 * @param competitors at least one; the first is what the others are compared with
 * @param fractions shares of the training cases, above 0 and at most 1
 * @param seeds of fine-tuning; the division into cases is the same for all
 * @param pretrainSteps steps of every pre-training
 * @param fineTuneSteps steps of every fine-tuning
 */
public record StudyPlan(
    String kind,
    Profile profile,
    int fold,
    List<Competitor> competitors,
    List<Double> fractions,
    List<Long> seeds,
    int pretrainSteps,
    int fineTuneSteps) {
  public StudyPlan {
    competitors = List.copyOf(competitors);
    fractions = List.copyOf(fractions);
    seeds = List.copyOf(seeds);
  }

  /** Every arm, those of the first seed first, so that a study that was stopped is balanced. */
  List<Arm> arms() {
    return seeds.stream()
        .flatMap(
            seed ->
                fractions.stream()
                    .flatMap(
                        fraction ->
                            competitors.stream()
                                .map(competitor -> new Arm(competitor, fraction, seed))))
        .toList();
  }

  /** One fine-tuning. */
  record Arm(Competitor competitor, double fraction, long seed) {
    @Override
    public String toString() {
      return competitor.name()
          + " at "
          + Math.round(fraction * 100)
          + " % of the labels, seed "
          + seed;
    }
  }
}
