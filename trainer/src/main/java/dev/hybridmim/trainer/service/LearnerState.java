package dev.hybridmim.trainer.service;

import dev.hybridmim.trainer.safetensors.Tensor;
import dev.hybridmim.trainer.snapshot.Snapshot;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
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

  /**
   * What became of weights that were given to a new run.
   *
   * @param taken names of arrays that were taken over
   * @param left names of given arrays that have no place of their name, type and shape
   * @param missing names of weights that keep their first values
   */
  record Start(LearnerState state, List<String> taken, List<String> left, List<String> missing) {}

  /**
   * This state with the given weights in the places of the same name, type and shape; the moving
   * average begins with them, too.
   */
  Start with(Map<String, Tensor> given) {
    SortedMap<String, Tensor> newWeights = new TreeMap<>(weights);
    SortedMap<String, Tensor> newAverage = new TreeMap<>(average);
    List<String> taken = new ArrayList<>();
    List<String> left = new ArrayList<>();
    new TreeMap<>(given)
        .forEach(
            (name, tensor) -> {
              Tensor place = weights.get(name);
              if (place != null
                  && place.dtype() == tensor.dtype()
                  && Arrays.equals(place.shape(), tensor.shape())) {
                newWeights.put(name, tensor);
                newAverage.replace(name, tensor);
                taken.add(name);
              } else {
                left.add(name);
              }
            });
    List<String> missing = new ArrayList<>(weights.keySet());
    missing.removeAll(taken);
    return new Start(new LearnerState(newWeights, newAverage, optimizer), taken, left, missing);
  }
}
