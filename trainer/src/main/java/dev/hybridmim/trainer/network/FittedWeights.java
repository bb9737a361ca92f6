package dev.hybridmim.trainer.network;

import dev.hybridmim.trainer.safetensors.Tensor;
import dev.hybridmim.trainer.safetensors.TensorType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Given weights, as far as a network has a place for them.
 *
 * @param values by the network's names, F32 and in the network's shapes
 * @param transfer what was taken, adapted, left and is missing
 */
public record FittedWeights(SortedMap<String, Tensor> values, WeightTransfer transfer) {
  public FittedWeights {
    values = Collections.unmodifiableSortedMap(new TreeMap<>((Map<String, Tensor>) values));
  }

  /**
   * Finds the places of weights by name and shape; stems of another number of channels are adapted
   * by {@link StemAdaptation}.
   *
   * @param places shape by name, in the order of the network
   * @param given by plain name
   */
  public static FittedWeights of(Map<String, long[]> places, Map<String, Tensor> given) {
    SortedMap<String, Tensor> values = new TreeMap<>();
    List<String> taken = new ArrayList<>();
    List<String> adapted = new ArrayList<>();
    List<String> left = new ArrayList<>();
    given.forEach(
        (name, tensor) -> {
          long[] wanted = places.get(name);
          if (wanted == null || tensor.dtype() != TensorType.F32) {
            left.add(name);
          } else if (Arrays.equals(tensor.shape(), wanted)) {
            values.put(name, tensor);
            taken.add(name);
          } else {
            Optional<Tensor> stem = StemAdaptation.adapt(name, tensor, wanted);
            stem.ifPresent(fitted -> values.put(name, fitted));
            (stem.isPresent() ? adapted : left).add(name);
          }
        });
    List<String> missing = new ArrayList<>(places.keySet());
    missing.removeAll(values.keySet());
    return new FittedWeights(values, new WeightTransfer(taken, adapted, left, missing));
  }
}
