package dev.hybridmim.trainer.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import dev.hybridmim.platform.profile.TrainerProfile.ContrastSummary;
import dev.hybridmim.trainer.operator.Operators;

/** The linear heads of pre-training on region vectors (N, R, C). */
public final class Heads {
  private static final String NUMBER = "pred_mask_region";
  private static final String POSITION = "pred_mask_region_position";
  private static final String CONTRAST = "contrast_learning_head";
  private static final String ROTATION = "rotation_head";
  private static final int QUARTER_TURNS = 4;

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

  /** Declares one more head, which says how far a sample of R regions was turned. */
  void declareRotation(int regions, int channels, long seed) {
    new Initializer(parameters, seed)
        .affine(ROTATION, new Shape(QUARTER_TURNS, (long) regions * channels), QUARTER_TURNS);
  }

  /**
   * By how many quarter turns a sample was turned: logits (N, 4). All regions' vectors are looked
   * at side by side, since their mean hardly differs from sample to sample after an instance norm.
   */
  public NDArray rotation(NDArray vectors) {
    try (NDArray flat = vectors.reshape(vectors.getShape().get(0), -1)) {
      return head(flat, ROTATION);
    }
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
