package dev.hybridmim.trainer.network;

import dev.hybridmim.trainer.safetensors.Tensor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Moves weights into a network that may differ in its last layer, its heads and its channels. */
public final class PretrainedWeights {
  private static final String AVERAGE = "ema/";
  private static final String CURRENT = "weights/";

  /** What the parameters of U-Net's and Swin UNETR's decoders begin with. */
  private static final List<String> DECODERS = List.of("ups.", "decoder", "out.");

  private PretrainedWeights() {}

  /**
   * The weights in a snapshot under their plain names: the moving average where there is one, else
   * the current weights, else the map as it is.
   */
  public static Map<String, Tensor> of(Map<String, Tensor> snapshot) {
    for (String prefix : List.of(AVERAGE, CURRENT)) {
      Map<String, Tensor> found = new LinkedHashMap<>();
      snapshot.forEach(
          (name, tensor) -> {
            if (name.startsWith(prefix)) {
              found.put(name.substring(prefix.length()), tensor);
            }
          });
      if (!found.isEmpty()) {
        return found;
      }
    }
    return snapshot;
  }

  /**
   * The weights without the decoder's, of either network: those on the way up and the last layer.
   *
   * @param weights plain names
   */
  public static Map<String, Tensor> withoutDecoder(Map<String, Tensor> weights) {
    Map<String, Tensor> found = new LinkedHashMap<>();
    weights.forEach(
        (name, tensor) -> {
          if (DECODERS.stream().noneMatch(name::startsWith)) {
            found.put(name, tensor);
          }
        });
    return found;
  }

  /**
   * Overwrites a network's parameters by those of the same name and shape.
   *
   * <p>An input layer with another number of channels is adapted, see {@link StemAdaptation}.
   *
   * @param weights plain names
   */
  public static WeightTransfer load(ParameterMap parameters, Map<String, Tensor> weights) {
    Map<String, long[]> places = new LinkedHashMap<>();
    parameters
        .names()
        .forEach(name -> places.put(name, parameters.get(name).getShape().getShape()));
    FittedWeights fitted = FittedWeights.of(places, weights);
    fitted.values().forEach(parameters::write);
    return fitted.transfer();
  }
}
