package dev.hybridmim.trainer.service;

import dev.hybridmim.trainer.network.FittedWeights;
import dev.hybridmim.trainer.network.WeightTransfer;
import dev.hybridmim.trainer.safetensors.Tensor;
import dev.hybridmim.trainer.snapshot.Snapshot;
import java.nio.FloatBuffer;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A learner's state, divided into a snapshot's files and put together again.
 *
 * @param weights plain names
 * @param average plain names; empty when none is kept
 * @param optimizer all else, under the learner's own names
 */
record LearnerState(
    SortedMap<String, Tensor> weights,
    SortedMap<String, Tensor> average,
    SortedMap<String, Tensor> optimizer) {
  private static final String WEIGHTS = "weights/";
  private static final String AVERAGE = "ema/";

  /** Divides what a learner gave. */
  static LearnerState of(SortedMap<String, Tensor> state) {
    SortedMap<String, Tensor> weights = new TreeMap<>();
    SortedMap<String, Tensor> average = new TreeMap<>();
    SortedMap<String, Tensor> optimizer = new TreeMap<>();
    state.forEach(
        (name, tensor) -> {
          if (name.startsWith(WEIGHTS)) {
            weights.put(name.substring(WEIGHTS.length()), tensor);
          } else if (name.startsWith(AVERAGE)) {
            average.put(name.substring(AVERAGE.length()), tensor);
          } else {
            optimizer.put(name, tensor);
          }
        });
    return new LearnerState(weights, average, optimizer);
  }

  /** What a snapshot holds. */
  static LearnerState of(Snapshot snapshot) {
    return new LearnerState(snapshot.weights(), snapshot.average(), snapshot.optimizer());
  }

  /** What a learner takes. */
  SortedMap<String, Tensor> joined() {
    SortedMap<String, Tensor> state = new TreeMap<>(optimizer);
    weights.forEach((name, tensor) -> state.put(WEIGHTS + name, tensor));
    average.forEach((name, tensor) -> state.put(AVERAGE + name, tensor));
    return state;
  }

  /** This state with other first weights, and what became of the given ones. */
  record Start(LearnerState state, WeightTransfer transfer) {}

  /**
   * This state with the given weights in the places of the same name and shape, stems adapted to
   * the network's channels; the moving average begins with them, too.
   */
  Start with(Map<String, Tensor> given) {
    Map<String, long[]> places = new LinkedHashMap<>();
    weights.forEach((name, tensor) -> places.put(name, tensor.shape()));
    FittedWeights fitted = FittedWeights.of(places, given);
    SortedMap<String, Tensor> newWeights = new TreeMap<>(weights);
    SortedMap<String, Tensor> newAverage = new TreeMap<>(average);
    fitted
        .values()
        .forEach(
            (name, tensor) -> {
              newWeights.put(name, tensor);
              newAverage.replace(name, tensor);
            });
    return new Start(new LearnerState(newWeights, newAverage, optimizer), fitted.transfer());
  }

  /** True when every weight and every average is a number; such a state may be kept. */
  boolean isFinite() {
    return isFinite(weights) && isFinite(average);
  }

  private static boolean isFinite(SortedMap<String, Tensor> tensors) {
    for (Tensor tensor : tensors.values()) {
      FloatBuffer values = tensor.data().asFloatBuffer();
      while (values.hasRemaining()) {
        if (!Float.isFinite(values.get())) {
          return false;
        }
      }
    }
    return true;
  }
}
