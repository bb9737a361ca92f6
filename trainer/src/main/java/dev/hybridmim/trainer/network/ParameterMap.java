package dev.hybridmim.trainer.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.hybridmim.trainer.operator.Operators;
import dev.hybridmim.trainer.safetensors.Tensor;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The weights of a network: name to array, in the order in which the network declared them.
 *
 * <p>The map owns the arrays. They are float32 leaves that gradients reach.
 */
public final class ParameterMap implements AutoCloseable {
  private final NDManager manager;
  private final Operators operators;
  private final Map<String, NDArray> arrays = new LinkedHashMap<>();

  /**
   * An empty map.
   *
   * @param parent gives the device; closed later than this map
   */
  public ParameterMap(NDManager parent, Operators operators) {
    this.manager = parent.newSubManager();
    this.operators = operators;
  }

  /** Declares a parameter with its first values. */
  void declare(String name, Shape shape, float[] values) {
    if (arrays.containsKey(name)) {
      throw new IllegalStateException("The parameter " + name + " is declared twice");
    }
    NDArray array = manager.create(values, shape);
    array.setRequiresGradient(true);
    arrays.put(name, array);
  }

  /**
   * The parameter of a name.
   *
   * @throws IllegalArgumentException when there is none
   */
  public NDArray get(String name) {
    NDArray array = arrays.get(name);
    if (array == null) {
      throw new IllegalArgumentException("The network has no parameter " + name);
    }
    return array;
  }

  /** All names in order. */
  public Set<String> names() {
    return Collections.unmodifiableSet(arrays.keySet());
  }

  /** All arrays in the order of the names. */
  public List<NDArray> arrays() {
    return new ArrayList<>(arrays.values());
  }

  /** Those whose names begin so, in order. */
  List<NDArray> under(String prefix) {
    return arrays.entrySet().stream()
        .filter(entry -> entry.getKey().startsWith(prefix))
        .map(Map.Entry::getValue)
        .toList();
  }

  /** Owner of the arrays, for constants that live as long. */
  NDManager manager() {
    return manager;
  }

  /** Number of weights. */
  public long size() {
    return arrays.values().stream().mapToLong(NDArray::size).sum();
  }

  /** A copy of one parameter's values. */
  public Tensor read(String name) {
    return Tensors.read(get(name));
  }

  /**
   * Overwrites one parameter.
   *
   * @throws IllegalArgumentException when the type or the shape is another one
   */
  public void write(String name, Tensor values) {
    Tensors.write(operators, get(name), name, values);
  }

  @Override
  public void close() {
    manager.close();
  }
}
