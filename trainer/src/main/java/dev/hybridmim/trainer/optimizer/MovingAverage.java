package dev.hybridmim.trainer.optimizer;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.hybridmim.trainer.network.ParameterMap;
import dev.hybridmim.trainer.operator.Operators;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Exponential moving average of the weights. In the beginning the decay is smaller, (1 + t) / (10 +
 * t) after t updates, so that the first values are soon forgotten.
 */
public final class MovingAverage implements AutoCloseable {
  private final Operators operators;
  private final NDManager manager;
  private final double decay;
  private final List<NDArray> parameters;
  private final Map<String, NDArray> averages = new LinkedHashMap<>();

  /** Begins with a copy of the weights. */
  public MovingAverage(
      Operators operators, NDManager parent, ParameterMap parameters, double decay) {
    this.operators = operators;
    this.manager = parent.newSubManager();
    this.decay = decay;
    this.parameters = parameters.arrays();
    for (String name : parameters.names()) {
      NDArray parameter = parameters.get(name);
      NDArray average = manager.zeros(parameter.getShape());
      operators.assign(average, parameter);
      averages.put(name, average);
    }
  }

  /** Takes in the weights after an update, counted from 1. */
  public void update(long updates) {
    operators.moveAverages(new ArrayList<>(averages.values()), parameters, 1 - decayAt(updates));
  }

  /** The averages by parameter name. */
  public Map<String, NDArray> averages() {
    return Collections.unmodifiableMap(averages);
  }

  @Override
  public void close() {
    manager.close();
  }

  private double decayAt(long updates) {
    return Math.min(decay, (1.0 + updates) / (10.0 + updates));
  }
}
