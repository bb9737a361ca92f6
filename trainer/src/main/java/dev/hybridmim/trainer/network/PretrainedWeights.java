package dev.hybridmim.trainer.network;

import dev.hybridmim.trainer.safetensors.Tensor;
import dev.hybridmim.trainer.safetensors.TensorType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Moves weights into a network that may differ in its last layer, its heads and its channels. */
public final class PretrainedWeights {
  private static final String AVERAGE = "ema/";
  private static final String CURRENT = "weights/";

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
   * Overwrites a network's parameters by those of the same name and shape.
   *
   * <p>An input layer with another number of channels is adapted: its channels are repeated and
   * scaled so that equal channels give the same response as before.
   *
   * @param weights plain names
   */
  public static WeightTransfer load(ParameterMap parameters, Map<String, Tensor> weights) {
    List<String> taken = new ArrayList<>();
    List<String> adapted = new ArrayList<>();
    List<String> left = new ArrayList<>();
    for (Map.Entry<String, Tensor> weight : weights.entrySet()) {
      String name = weight.getKey();
      Tensor values = weight.getValue();
      if (!parameters.names().contains(name) || values.dtype() != TensorType.F32) {
        left.add(name);
        continue;
      }
      long[] wanted = parameters.get(name).getShape().getShape();
      if (Arrays.equals(values.shape(), wanted)) {
        parameters.write(name, values);
        taken.add(name);
      } else if (differsOnlyInInputChannels(values.shape(), wanted)) {
        parameters.write(name, repeatInputs(values, wanted));
        adapted.add(name);
      } else {
        left.add(name);
      }
    }
    List<String> missing = new ArrayList<>(parameters.names());
    missing.removeAll(taken);
    missing.removeAll(adapted);
    return new WeightTransfer(taken, adapted, left, missing);
  }

  private static boolean differsOnlyInInputChannels(long[] given, long[] wanted) {
    int inputs = 1;
    if (given.length != 5 || wanted.length != 5 || given[inputs] == wanted[inputs]) {
      return false;
    }
    long[] same = given.clone();
    same[inputs] = wanted[inputs];
    return Arrays.equals(same, wanted);
  }

  private static Tensor repeatInputs(Tensor given, long[] wanted) {
    int outputs = Math.toIntExact(wanted[0]);
    int before = Math.toIntExact(given.shape()[1]);
    int after = Math.toIntExact(wanted[1]);
    int kernel = Math.toIntExact(wanted[2] * wanted[3] * wanted[4]);
    float[] source = given.toFloats();
    float[] result = new float[outputs * after * kernel];
    for (int output = 0; output < outputs; output++) {
      for (int channel = 0; channel < after; channel++) {
        int from = (output * before + channel % before) * kernel;
        int to = (output * after + channel) * kernel;
        for (int index = 0; index < kernel; index++) {
          result[to + index] = source[from + index] * before / after;
        }
      }
    }
    return Tensor.ofFloats(wanted, result);
  }
}
