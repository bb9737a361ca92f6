package dev.hybridmim.trainer.loss;

import ai.djl.ndarray.NDArray;
import dev.hybridmim.platform.profile.TrainerProfile;
import dev.hybridmim.trainer.operator.Operators;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * The weighted sum of five terms: {@code L = wr L_rec + wn L_num + wp L_pos + wk L_con + wc
 * L_contrast} (Xing et al., arXiv 2303.10333), or of those that another objective has.
 */
public final class HybridLoss {
  private final Operators operators;
  private final Map<Term, Double> weights;
  private final double temperature;
  private final Consistency consistency;
  private final boolean absolute;

  /**
   * The loss of a run of HybridMIM.
   *
   * @param consistency which definition of the consistency is used
   */
  public HybridLoss(
      Operators operators,
      TrainerProfile.Losses losses,
      double temperature,
      Consistency consistency) {
    this(operators, weights(losses), temperature, consistency, false);
  }

  private HybridLoss(
      Operators operators,
      Map<Term, Double> weights,
      double temperature,
      Consistency consistency,
      boolean absolute) {
    this.operators = operators;
    this.weights = weights;
    this.temperature = temperature;
    this.consistency = consistency;
    this.absolute = absolute;
  }

  /** The loss of a run's objective. */
  public static HybridLoss of(Operators operators, TrainerProfile settings) {
    return new HybridLoss(
        operators,
        weights(settings),
        settings.temperature(),
        Consistency.EXPECTED_COUNTS,
        settings.objective() == TrainerProfile.Objective.ROTATION_CONTRAST);
  }

  private static Map<Term, Double> weights(TrainerProfile settings) {
    return switch (settings.objective()) {
      case HYBRID -> weights(settings.losses());
      case MASKED_MODELLING, MASKED_AUTOENCODING, RESTORATION -> Map.of(Term.RECONSTRUCTION, 1.0);
      case CONTRAST -> Map.of(Term.CONTRAST, 1.0);
      case ROTATION_CONTRAST ->
          Map.of(Term.RECONSTRUCTION, 1.0, Term.CONTRAST, 1.0, Term.ROTATION, 1.0);
    };
  }

  private static Map<Term, Double> weights(TrainerProfile.Losses losses) {
    return Map.of(
        Term.RECONSTRUCTION,
        losses.reconstruction(),
        Term.NUMBER,
        losses.number(),
        Term.POSITION,
        losses.position(),
        Term.CONSISTENCY,
        losses.consistency(),
        Term.CONTRAST,
        losses.contrast());
  }

  /** False when the objective has no such term or its weight is 0. */
  public boolean uses(Term term) {
    return weights.getOrDefault(term, 0.0) != 0;
  }

  /** Computes the terms that are switched on and for which there are answers. */
  public Value evaluate(Answers answers, Targets targets) {
    Map<Term, NDArray> terms = new EnumMap<>(Term.class);
    if (uses(Term.RECONSTRUCTION)) {
      terms.put(
          Term.RECONSTRUCTION,
          absolute
              ? operators.absoluteReconstructionLoss(
                  answers.logits(), targets.voxels(), targets.mask())
              : operators.reconstructionLoss(answers.logits(), targets.voxels(), targets.mask()));
    }
    if (uses(Term.NUMBER)) {
      terms.put(Term.NUMBER, operators.crossEntropy(answers.number(), targets.numbers()));
    }
    if (uses(Term.POSITION)) {
      terms.put(
          Term.POSITION, operators.binaryCrossEntropy(answers.position(), targets.positions()));
    }
    if (uses(Term.CONSISTENCY)) {
      terms.put(
          Term.CONSISTENCY,
          consistency == Consistency.EXPECTED_COUNTS
              ? operators.consistencyLoss(answers.number(), answers.position())
              : operators.publishedConsistencyLoss(answers.number(), answers.position()));
    }
    if (uses(Term.CONTRAST) && answers.contrast() != null) {
      terms.put(
          Term.CONTRAST,
          operators.contrastLoss(answers.contrast(), answers.otherView(), temperature));
    }
    if (uses(Term.ROTATION)) {
      terms.put(Term.ROTATION, operators.crossEntropy(answers.rotation(), targets.rotations()));
    }
    return sum(terms);
  }

  private Value sum(Map<Term, NDArray> terms) {
    if (terms.isEmpty()) {
      throw new IllegalStateException(
          "No term of the loss is left: every weight in trainer.losses is 0, or only the contrast"
              + " is on and the batch has one sample");
    }
    List<NDArray> values = new ArrayList<>(terms.values());
    double[] factors = terms.keySet().stream().mapToDouble(weights::get).toArray();
    return new Value(operators.weightedSum(values, factors), terms);
  }

  /** Definitions of the consistency. */
  public enum Consistency {
    /** Squared error of expected counts; both heads learn from it. */
    EXPECTED_COUNTS,
    /** Squared error of hard counts, which has no gradient. */
    PUBLISHED
  }

  /**
   * A loss and its terms, all scalars.
   *
   * @param total what is differentiated
   * @param terms those that were computed
   */
  public record Value(NDArray total, Map<Term, NDArray> terms) {}
}
