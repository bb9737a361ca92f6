package dev.hybridmim.trainer.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import dev.hybridmim.platform.profile.TrainerProfile.ContrastSummary;
import dev.hybridmim.trainer.operator.Operators;

/** The three linear heads of pre-training on region vectors (N, R, C). */
public final class Heads {
  private static final String NUMBER = "pred_mask_region";
  private static final String POSITION = "pred_mask_region_position";
  private static final String CONTRAST = "contrast_learning_head";

  private final Operators operators;
  private final ParameterMap parameters;

  /**
   * Declares the heads' parameters.
   *
   * @param channels of a region's vector, C
   * @param patches in a region, P
   * @param contrastDimension length of a projection
   */
  public Heads(
      Operators operators,
      ParameterMap parameters,
      int channels,
      int patches,
      int contrastDimension,
      long seed) {
    this.operators = operators;
    this.parameters = parameters;
    Initializer initializer = new Initializer(parameters, seed);
    initializer.affine(NUMBER, new Shape(patches + 1, channels), patches + 1);
    initializer.affine(CONTRAST, new Shape(contrastDimension, channels), contrastDimension);
    initializer.affine(POSITION, new Shape(patches, channels), patches);
  }

  /** How many patches of a region are masked: logits (N, R, P + 1). */
  public NDArray number(NDArray vectors) {
    return head(vectors, NUMBER);
  }

  /** Which patches of a region are masked: logits (N, R, P). */
  public NDArray position(NDArray vectors) {
    return head(vectors, POSITION);
  }

  /**
   * The vector that stands for a sample in the contrast.
   *
   * @return {@code REGIONS}: every region's projection, one behind the other, (N, R dimension);
   *     {@code POOLED}: the projection of the regions' mean, (N, dimension)
   */
  public NDArray contrast(NDArray vectors, ContrastSummary summary) {
    if (summary == ContrastSummary.POOLED) {
      try (NDArray mean = vectors.mean(new int[] {1})) {
        return head(mean, CONTRAST);
      }
    }
    try (NDArray projections = head(vectors, CONTRAST)) {
      return projections.reshape(projections.getShape().get(0), -1);
    }
  }

  private NDArray head(NDArray vectors, String name) {
    return operators.linearAsGiven(
        vectors, parameters.get(name + ".weight"), parameters.get(name + ".bias"));
  }
}
