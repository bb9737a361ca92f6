package dev.hybridmim.trainer.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.hybridmim.platform.profile.NetworkProfile;
import dev.hybridmim.trainer.operator.Blocks;
import dev.hybridmim.trainer.operator.Dropout;
import dev.hybridmim.trainer.operator.Operators;
import dev.hybridmim.trainer.safetensors.Tensor;
import java.util.Map;

/** A backbone whose decoder gives classes. */
public final class SegmentationNetwork implements AutoCloseable {
  private final Operators operators;
  private final ParameterMap parameters;
  private final Backbone backbone;

  private SegmentationNetwork(Operators operators, ParameterMap parameters, Backbone backbone) {
    this.operators = operators;
    this.parameters = parameters;
    this.backbone = backbone;
  }

  /**
   * A network with first values drawn from a seed.
   *
   * @param classes with the background
   * @param manager gives the device; closed later than the network
   */
  public static SegmentationNetwork create(
      NetworkProfile profile, int classes, long seed, NDManager manager) {
    Operators operators = Operators.load(manager);
    ParameterMap parameters = new ParameterMap(manager, operators);
    return new SegmentationNetwork(
        operators, parameters, Backbones.create(operators, parameters, profile, classes, seed));
  }

  /**
   * Takes over pre-trained weights.
   *
   * @param weights by plain name, for instance from {@link PretrainedWeights#of}
   */
  public WeightTransfer loadPretrained(Map<String, Tensor> weights) {
    return PretrainedWeights.load(parameters, weights);
  }

  /**
   * Logits of every voxel.
   *
   * @param x (N, C, D, H, W), edges multiples of {@link #coarsestStride()}
   * @return (N, classes, D, H, W)
   */
  public NDArray logits(NDArray x, Dropout dropout) {
    try (Pyramid pyramid = backbone.features(x, dropout)) {
      return backbone.decode(
          pyramid, CellBox.whole(x.getShape(), backbone.coarsestStride()), dropout);
    }
  }

  /** What the network is made of, to record a pass. */
  public Blocks blocks() {
    return backbone.blocks();
  }

  /** All weights. */
  public ParameterMap parameters() {
    return parameters;
  }

  /** The operators it runs on. */
  public Operators operators() {
    return operators;
  }

  /** Edges of a volume must be multiples of this. */
  public int coarsestStride() {
    return backbone.coarsestStride();
  }

  @Override
  public void close() {
    parameters.close();
    operators.close();
  }
}
