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
import java.util.function.Predicate;

/**
 * AdamW (Loshchilov and Hutter, arXiv 1711.05101) over all parameters at once. Its moments are
 * arrays of its own that can be read and written, so that a run can be taken up exactly.
 */
public final class AdamW implements AutoCloseable {
  private final Operators operators;
  private final NDManager manager;
  private final Group decayed;
  private final Group kept;
  private final Map<String, NDArray> means = new LinkedHashMap<>();
  private final Map<String, NDArray> squares = new LinkedHashMap<>();
  private final Operators.AdamSettings settings;
  private final double weightDecay;
  private long updates;

  /**
   * An optimiser with moments 0.
   *
   * @param decays which parameters' names are decayed
   */
  public AdamW(
      Operators operators,
      NDManager parent,
      ParameterMap parameters,
      Operators.AdamSettings settings,
      double weightDecay,
      Predicate<String> decays) {
    this.operators = operators;
    this.manager = parent.newSubManager();
    this.settings = settings;
    this.weightDecay = weightDecay;
    this.decayed = new Group();
    this.kept = new Group();
    int index = 0;
    for (String name : parameters.names()) {
      NDArray parameter = parameters.get(name);
      NDArray mean = manager.zeros(parameter.getShape());
      NDArray square = manager.zeros(parameter.getShape());
      means.put(name, mean);
      squares.put(name, square);
      (decays.test(name) ? decayed : kept).add(index++, parameter, mean, square);
    }
  }

  /** True for weights proper, false for norms, biases and tables of relative positions. */
  public static boolean isWeightProper(String name, long[] shape) {
    return shape.length > 1 && !name.endsWith("relative_position_bias_table");
  }

  /**
   * Moves the parameters once.
   *
   * @param gradients one a parameter, in their order
   */
  public void update(List<NDArray> gradients, double learningRate) {
    updates++;
    try (NDArray number = manager.create((float) updates)) {
      decayed.update(gradients, number, learningRate, weightDecay);
      kept.update(gradients, number, learningRate, 0);
    }
  }

  /** How many updates were made. */
  public long updates() {
    return updates;
  }

  /** Takes up the count of another optimiser. */
  public void resume(long updatesBefore) {
    updates = updatesBefore;
  }

  /** First moments by parameter name. */
  public Map<String, NDArray> means() {
    return Collections.unmodifiableMap(means);
  }

  /** Second moments by parameter name. */
  public Map<String, NDArray> squares() {
    return Collections.unmodifiableMap(squares);
  }

  @Override
  public void close() {
    manager.close();
  }

  /** Parameters that share their decay. */
  private final class Group {
    private final List<Integer> indices = new ArrayList<>();
    private final List<NDArray> parameters = new ArrayList<>();
    private final List<NDArray> means = new ArrayList<>();
    private final List<NDArray> squares = new ArrayList<>();

    void add(int index, NDArray parameter, NDArray mean, NDArray square) {
      indices.add(index);
      parameters.add(parameter);
      means.add(mean);
      squares.add(square);
    }

    void update(List<NDArray> gradients, NDArray number, double learningRate, double decay) {
      if (parameters.isEmpty()) {
        return;
      }
      List<NDArray> own = indices.stream().map(gradients::get).toList();
      operators.adamW(parameters, own, means, squares, number, settings, learningRate, decay);
    }
  }
}
