package dev.hybridmim.trainer.operator;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.hybridmim.platform.number.Seeds;
import java.util.List;
import java.util.function.Function;
import org.apache.commons.rng.UniformRandomProvider;

/** Compares gradients with central differences, in double precision. */
final class FiniteDifferences {
  private static final double STEP = 1e-5;
  private static final double TOLERANCE = 1e-6;
  private static final int CHECKED_PER_ARRAY = 5;

  private final NDManager manager;
  private final Operators operators;
  private final UniformRandomProvider random;

  FiniteDifferences(NDManager manager, Operators operators, long seed) {
    this.manager = manager;
    this.operators = operators;
    this.random = Seeds.random(seed);
  }

  /** Values between -1 and 1. */
  NDArray values(long... shape) {
    return manager.create(numbers((int) new Shape(shape).size()), new Shape(shape));
  }

  /** Checks the gradients of a function's random projection with respect to all its arguments. */
  void check(Function<List<NDArray>, NDArray> function, NDArray... arguments) {
    List<NDArray> leaves = List.of(arguments);
    leaves.forEach(leaf -> leaf.setRequiresGradient(true));
    NDList gradients;
    NDArray projection;
    try (GradientMode recording = GradientMode.on()) {
      NDArray result = function.apply(leaves);
      projection = manager.create(numbers((int) result.size()), result.getShape());
      gradients = operators.gradients(result.mul(projection).sum(), leaves, manager);
    }
    for (int argument = 0; argument < arguments.length; argument++) {
      double[] analytic = gradients.get(argument).toDoubleArray();
      for (int check = 0; check < CHECKED_PER_ARRAY; check++) {
        int element = random.nextInt(analytic.length);
        double numeric = difference(function, projection, arguments, argument, element);
        assertThat(analytic[element])
            .as("gradient of argument %d at %d", argument, element)
            .isCloseTo(
                numeric,
                org.assertj.core.data.Offset.offset(TOLERANCE * Math.max(1, Math.abs(numeric))));
      }
    }
  }

  private double difference(
      Function<List<NDArray>, NDArray> function,
      NDArray projection,
      NDArray[] arguments,
      int argument,
      int element) {
    double above = projected(function, projection, moved(arguments, argument, element, STEP));
    double below = projected(function, projection, moved(arguments, argument, element, -STEP));
    return (above - below) / (2 * STEP);
  }

  private static double projected(
      Function<List<NDArray>, NDArray> function, NDArray projection, List<NDArray> arguments) {
    try (GradientMode off = GradientMode.off()) {
      return function.apply(arguments).mul(projection).sum().getDouble();
    }
  }

  private List<NDArray> moved(NDArray[] arguments, int argument, int element, double by) {
    NDArray[] moved = arguments.clone();
    double[] values = arguments[argument].toDoubleArray();
    values[element] += by;
    moved[argument] = manager.create(values, arguments[argument].getShape());
    return List.of(moved);
  }

  private double[] numbers(int count) {
    double[] numbers = new double[count];
    for (int index = 0; index < count; index++) {
      numbers[index] = 2 * random.nextDouble() - 1;
    }
    return numbers;
  }
}
