package dev.hybridmim.trainer.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.hybridmim.platform.number.Half;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.function.BinaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OperatorsTest {
  private NDManager manager;
  private Operators operators;

  @BeforeEach
  void load() {
    manager = NDManager.newBaseManager();
    operators = Operators.load(manager);
  }

  @AfterEach
  void free() {
    operators.close();
    manager.close();
  }

  @Test
  void aRepeatedCallGivesTheSameBytes() {
    NDArray x = manager.randomNormal(new Shape(2, 3, 8, 8, 8));
    NDArray weight = manager.randomNormal(new Shape(4, 3, 3, 3, 3));
    NDArray channels = manager.randomNormal(new Shape(4));
    float[] first = null;
    for (int call = 0; call < 5; call++) {
      float[] result =
          operators
              .convolutionBlock(x, weight, channels, channels, channels, Dropout.none(), 0.1)
              .toFloatArray();
      if (first == null) {
        first = result;
      }
      assertThat(result).isEqualTo(first);
    }
  }

  /**
   * oneDNN computes single small samples by other code than batches, and on some processors only
   * the former was right for channels that don't fill its blocks of 16 or 32.
   */
  @ParameterizedTest
  @CsvSource({"1, 24", "24, 24", "24, 48", "40, 20", "48, 24", "96, 48", "48, 96", "24, 8"})
  void aBatchGivesWhatItsSamplesGive(int from, int to) {
    Shape block = new Shape(to, from, 3, 3, 3);
    assertBatchEqualsSamples(
        from,
        block,
        (x, weight) ->
            operators.convolutionBlock(
                x,
                weight,
                manager.zeros(new Shape(to)),
                manager.ones(new Shape(to)),
                manager.zeros(new Shape(to)),
                Dropout.none(),
                0.1));
    assertBatchEqualsSamples(
        from,
        new Shape(from, to, 2, 2, 2),
        (x, weight) -> operators.deconvolution(x, weight, manager.ones(new Shape(to))));
  }

  private void assertBatchEqualsSamples(
      int channels, Shape weightShape, BinaryOperator<NDArray> operation) {
    NDArray x = manager.randomNormal(new Shape(2, channels, 4, 4, 4));
    NDArray weight = manager.randomNormal(weightShape);
    // Twice, since the first calls of a process were right where all later ones were wrong.
    for (int repetition = 0; repetition < 2; repetition++) {
      List<NDArray> batch = valueAndGradients(x, weight, operation);
      List<NDArray> first = valueAndGradients(x.get("0:1"), weight, operation);
      List<NDArray> second = valueAndGradients(x.get("1:2"), weight, operation);
      assertClose(batch.get(0), first.get(0).concat(second.get(0)));
      assertClose(batch.get(2), first.get(2).add(second.get(2)));
      // Nobody asks for the gradient with respect to a scan.
      if (channels > 1) {
        assertClose(batch.get(1), first.get(1).concat(second.get(1)));
      }
    }
  }

  private List<NDArray> valueAndGradients(
      NDArray values, NDArray weightValues, BinaryOperator<NDArray> operation) {
    try (GradientMode recording = GradientMode.on()) {
      NDArray x = operators.leaf(values);
      NDArray weight = operators.leaf(weightValues);
      NDArray y = operation.apply(x, weight);
      NDList gradients = operators.gradients(y.square().sum(), List.of(x, weight), manager);
      return List.of(operators.constant(y), gradients.get(0), gradients.get(1));
    }
  }

  private static void assertClose(NDArray actual, NDArray expected) {
    double scale = expected.abs().max().getFloat();
    assertThat(actual.sub(expected).abs().max().getFloat())
        .isCloseTo(0f, within((float) (1e-4 * scale)));
  }

  /**
   * The gradient of a narrow convolution comes with channels innermost; an optimiser that reads it
   * as if it lay in C order moves every weight by another weight's gradient.
   */
  @Test
  void aNarrowConvolutionsWeightsMoveAlongTheirOwnGradients() {
    float learningRate = 0.5f;
    try (GradientMode recording = GradientMode.on()) {
      NDArray x = manager.randomNormal(new Shape(2, 4, 8, 8, 8));
      NDArray weight = manager.randomNormal(new Shape(8, 4, 3, 3, 3));
      weight.setRequiresGradient(true);
      NDArray channels = manager.randomNormal(new Shape(8));
      NDArray target = manager.randomNormal(new Shape(2, 8, 8, 8, 8));
      NDArray block =
          operators.convolutionBlock(x, weight, channels, channels, channels, Dropout.none(), 0.1);
      NDArray loss = block.mul(target).sum();
      float[] before = weight.toFloatArray();
      NDList gradients = operators.gradients(loss, List.of(weight), manager);
      float[] gradient = gradients.get(0).toFloatArray();
      operators.adamW(
          List.of(weight),
          gradients,
          List.of(manager.zeros(weight.getShape())),
          List.of(manager.zeros(weight.getShape())),
          manager.create(1f),
          Operators.AdamSettings.PUBLISHED,
          learningRate,
          0);
      float[] after = weight.toFloatArray();
      for (int index = 0; index < before.length; index++) {
        // The first update of Adam is the learning rate against the gradient's sign.
        assertThat(after[index] - before[index])
            .isCloseTo(-learningRate * Math.signum(gradient[index]), within(1e-3f));
      }
    }
  }

  /** oneDNN's own bfloat16 kernel reads there whatever lies in memory. */
  @Test
  void aBfloat16WeightGradientOnAGridSmallerThanTheKernelIsThatOfFloat32() {
    try (Operators low = Operators.load(manager, ProductType.BFLOAT16)) {
      NDArray x = manager.randomNormal(new Shape(2, 16, 2, 2, 2));
      NDArray weight = manager.randomNormal(new Shape(8, 16, 3, 3, 3));
      float[] exact = weightGradient(operators, x, weight);
      for (int round = 0; round < 10; round++) {
        try (NDManager dirt = manager.newSubManager()) {
          for (int edge = 8; edge < 64; edge += 8) {
            dirt.create(new Shape(edge, edge, edge)).addi(1e38);
          }
        }
        float[] found = weightGradient(low, x, weight);
        double difference = 0;
        double norm = 0;
        for (int index = 0; index < exact.length; index++) {
          difference += Math.pow(found[index] - exact[index], 2);
          norm += Math.pow(exact[index], 2);
        }
        assertThat(Math.sqrt(difference / norm)).isLessThan(0.02);
      }
    }
  }

  private static float[] weightGradient(Operators operators, NDArray x, NDArray weight) {
    NDArray bias = weight.getManager().zeros(new Shape(8));
    NDArray leaf = weight.duplicate();
    leaf.setRequiresGradient(true);
    try (GradientMode recording = GradientMode.on()) {
      NDArray block =
          operators.convolutionBlock(x, leaf, bias, bias.add(1), bias, Dropout.none(), 0.1);
      NDArray cubes = operators.full(block).pow(3).mean();
      return operators.gradients(cubes, List.of(leaf), x.getManager()).get(0).toFloatArray();
    }
  }

  @Test
  void clippingIsSymmetricAndByTheCommonNorm() {
    NDArray negative = manager.create(new float[] {-30, 0});
    NDArray positive = manager.create(new float[] {40});

    double norm = operators.clip(List.of(negative, positive), 5);

    assertThat(norm).isCloseTo(50, within(1e-4));
    assertThat(negative.toFloatArray()[0]).isCloseTo(-3, within(1e-5f));
    assertThat(positive.toFloatArray()[0]).isCloseTo(4, within(1e-5f));
  }

  @Test
  void smallOrUnlimitedGradientsAreNotClipped() {
    NDArray small = manager.create(new float[] {0.3f, -0.4f});
    assertThat(operators.clip(List.of(small), 1)).isCloseTo(0.5, within(1e-6));
    NDArray large = manager.create(new float[] {300, -400});
    assertThat(operators.clip(List.of(large), 0)).isCloseTo(500, within(1e-3));

    assertThat(small.toFloatArray()).containsExactly(0.3f, -0.4f);
    assertThat(large.toFloatArray()).containsExactly(300, -400);
  }

  @Test
  void averagesMoveByTheirShare() {
    NDArray average = manager.create(new float[] {1, 10});
    operators.moveAverages(List.of(average), List.of(manager.create(new float[] {2, 0})), 0.25);
    assertThat(average.toFloatArray()).containsExactly(1.25f, 7.5f);
  }

  @Test
  void halvesBecomeFloats() {
    float[] values = {0, 1, 0.5f, 0.333251953125f, 6.103515625e-5f, 65504};
    ByteBuffer bytes = ByteBuffer.allocateDirect(2 * values.length).order(ByteOrder.LITTLE_ENDIAN);
    for (float value : values) {
      bytes.putShort(Half.toHalf(value));
    }
    bytes.flip();
    NDArray halves = manager.create(bytes, new Shape(values.length), DataType.FLOAT16);

    assertThat(operators.toFloat(halves).toFloatArray()).containsExactly(values);
  }

  @Test
  void theMaskIsSpreadOverVoxelsAndHidesThem() {
    NDArray patches = manager.create(new float[] {1, 0, 0, 1}, new Shape(1, 1, 2, 2));
    NDArray mask = operators.expandMask(patches, 2);
    NDArray hidden = operators.hide(manager.ones(new Shape(1, 2, 2, 4, 4)), mask);

    assertThat(mask.getShape()).isEqualTo(new Shape(1, 1, 2, 4, 4));
    float[] plane = {1, 1, 0, 0, 1, 1, 0, 0, 0, 0, 1, 1, 0, 0, 1, 1};
    for (int voxel = 0; voxel < 64; voxel++) {
      assertThat(hidden.toFloatArray()[voxel]).isEqualTo(1 - plane[voxel % 16]);
    }
  }

  @Test
  void noMaskedVoxelMeansNoReconstructionLoss() {
    NDArray logits = manager.ones(new Shape(1, 1, 2, 2, 2));
    NDArray none = manager.zeros(new Shape(1, 1, 2, 2, 2));
    assertThat(operators.reconstructionLoss(logits, logits, none).getFloat()).isZero();
  }

  @Test
  void aParameterWithoutPartHasGradientZero() {
    NDArray used = manager.ones(new Shape(2));
    NDArray unused = manager.ones(new Shape(3));
    used.setRequiresGradient(true);
    unused.setRequiresGradient(true);
    NDList gradients;
    try (GradientMode recording = GradientMode.on()) {
      gradients = operators.gradients(used.square().sum(), List.of(used, unused), manager);
    }
    assertThat(gradients.get(0).toFloatArray()).containsExactly(2, 2);
    assertThat(gradients.get(1).toFloatArray()).containsExactly(0, 0, 0);
  }

  @Test
  void theConsistencyTeachesBothHeads() {
    NDArray number = manager.randomNormal(new Shape(2, 4, 9));
    NDArray position = manager.randomNormal(new Shape(2, 4, 8));
    number.setRequiresGradient(true);
    position.setRequiresGradient(true);
    try (GradientMode recording = GradientMode.on()) {
      NDList ours =
          operators.gradients(
              operators.consistencyLoss(number, position), List.of(number, position), manager);
      NDList published =
          operators.gradients(
              operators.publishedConsistencyLoss(number, position),
              List.of(number, position),
              manager);
      assertThat(ours.get(0).abs().sum().getFloat()).isPositive();
      assertThat(ours.get(1).abs().sum().getFloat()).isPositive();
      assertThat(published.get(0).abs().sum().getFloat()).isPositive();
      assertThat(published.get(1).abs().sum().getFloat()).isZero();
    }
  }

  @Test
  void nothingIsRecordedWhileTheModeIsOff() {
    NDArray x = manager.ones(new Shape(2));
    x.setRequiresGradient(true);
    try (GradientMode recording = GradientMode.on()) {
      NDArray unrecorded;
      try (GradientMode off = GradientMode.off()) {
        unrecorded = operators.gelu(x).sum();
      }
      assertThatThrownBy(() -> operators.gradients(unrecorded, List.of(x), manager))
          .isInstanceOf(EngineException.class);
      assertThat(operators.gradients(operators.gelu(x).sum(), List.of(x), manager)).hasSize(1);
    }
  }
}
