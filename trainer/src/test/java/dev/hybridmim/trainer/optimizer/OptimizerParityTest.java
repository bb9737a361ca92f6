package dev.hybridmim.trainer.optimizer;

import static dev.hybridmim.trainer.network.NetworkFixture.arrays;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.hybridmim.platform.profile.TrainerProfile.Schedule;
import dev.hybridmim.trainer.npy.NumpyArray;
import dev.hybridmim.trainer.operator.Operators;
import dev.hybridmim.trainer.operator.Operators.AdamSettings;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Schedule and AdamW against the published code's. */
class OptimizerParityTest {
  private static final int WIDTH = 6;

  @Test
  void warmUpAndCosine() {
    Map<String, NumpyArray> vectors = arrays("optim.npz");
    LearningRate rate = new LearningRate(1e-4, 500, Schedule.COSINE, 100_000);
    long[] steps = vectors.get("lr_steps").longs();
    for (int index = 0; index < steps.length; index++) {
      assertThat(rate.at(steps[index]))
          .isCloseTo(vectors.get("lr_warmup_cosine").values()[index], within(1e-12));
    }
  }

  @Test
  void adamWTrajectory() {
    Map<String, NumpyArray> vectors = arrays("optim.npz");
    double[] hyper = vectors.get("adamw_hyper").values();
    float[] expected = vectors.get("adamw_w").floats();
    float[] gradients = vectors.get("adamw_grads").floats();
    try (NDManager manager = NDManager.newBaseManager();
        Operators operators = Operators.load(manager)) {
      NDArray weight = manager.create(Arrays.copyOf(expected, WIDTH));
      NDArray mean = manager.zeros(new Shape(WIDTH));
      NDArray square = manager.zeros(new Shape(WIDTH));
      for (int step = 1; step <= 5; step++) {
        NDArray gradient =
            manager.create(Arrays.copyOfRange(gradients, (step - 1) * WIDTH, step * WIDTH));
        operators.adamW(
            List.of(weight),
            List.of(gradient),
            List.of(mean),
            List.of(square),
            manager.create((float) step),
            new AdamSettings(hyper[1], hyper[2], hyper[3]),
            hyper[0],
            hyper[4]);
        float[] row = Arrays.copyOfRange(expected, step * WIDTH, (step + 1) * WIDTH);
        assertThat(weight.toFloatArray()).containsExactly(row, within(1e-6f));
      }
    }
  }
}
