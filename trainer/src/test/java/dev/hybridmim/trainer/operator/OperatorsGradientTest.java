package dev.hybridmim.trainer.operator;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.hybridmim.trainer.operator.Operators.WindowKinds;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Every differentiable operator against finite differences. */
class OperatorsGradientTest {
  private NDManager manager;
  private Operators operators;
  private FiniteDifferences differences;
  private final Dropout dropout = Dropout.of(0.3);

  @BeforeEach
  void load() {
    manager = NDManager.newBaseManager();
    operators = Operators.load(manager);
    differences = new FiniteDifferences(manager, operators, 20261101);
  }

  @AfterEach
  void free() {
    operators.close();
    manager.close();
  }

  @Test
  void convolutionBlock() {
    differences.check(
        x ->
            operators.convolutionBlock(
                x.get(0), x.get(1), x.get(2), x.get(3), x.get(4), Dropout.none(), 0.1),
        values(2, 2, 4, 3, 4),
        values(3, 2, 3, 3, 3),
        values(3),
        values(3),
        values(3));
  }

  @Test
  void convolutionBlockWithDropout() {
    differences.check(
        x -> {
          dropout.restart(5);
          return operators.convolutionBlock(
              x.get(0), x.get(1), x.get(2), x.get(3), x.get(4), dropout, 0.1);
        },
        values(2, 2, 4, 3, 4),
        values(3, 2, 3, 3, 3),
        values(3),
        values(3),
        values(3));
  }

  @Test
  void convolutions() {
    differences.check(
        x -> operators.convolution(x.get(0), x.get(1), 2, 1),
        values(1, 2, 4, 4, 4),
        values(3, 2, 3, 3, 3));
    differences.check(
        x -> operators.convolution(x.get(0), x.get(1), x.get(2), 1, 0),
        values(1, 2, 3, 3, 3),
        values(3, 2, 1, 1, 1),
        values(3));
  }

  @Test
  void deconvolutions() {
    differences.check(
        x -> operators.deconvolution(x.get(0), x.get(1), x.get(2)),
        values(2, 3, 2, 3, 2),
        values(3, 2, 2, 2, 2),
        values(2));
    differences.check(
        x -> operators.deconvolution(x.get(0), x.get(1)),
        values(2, 3, 2, 3, 2),
        values(3, 2, 1, 1, 1));
  }

  @Test
  void instanceNorm() {
    differences.check(x -> operators.instanceNorm(x.get(0)), values(2, 3, 3, 2, 4));
  }

  @Test
  void layerNorms() {
    differences.check(
        x -> operators.layerNorm(x.get(0), x.get(1), x.get(2)), values(4, 6), values(6), values(6));
    differences.check(x -> operators.layerNorm(x.get(0)), values(4, 6));
  }

  @Test
  void maxPool() {
    differences.check(x -> operators.maxPool(x.get(0), 2), values(2, 2, 4, 2, 4));
  }

  @Test
  void concatenationAndCrop() {
    differences.check(
        x ->
            operators.crop(
                operators.concatenateChannels(x.get(0), x.get(1)),
                new long[] {1, 0, 2},
                new long[] {2, 3, 1}),
        values(2, 2, 4, 3, 4),
        values(2, 1, 4, 3, 4));
  }

  @Test
  void samplesJoinedTurnedAndTakenApart() {
    differences.check(
        x ->
            operators.samples(
                operators.turn(
                    operators.concatenateSamples(x.get(0), x.get(1)), new long[] {0, 1, 2, 3}),
                1,
                3),
        values(2, 2, 3, 3, 2),
        values(2, 2, 3, 3, 2));
  }

  @Test
  void absoluteReconstructionLoss() {
    NDArray target = values(2, 1, 3, 2, 2).add(2);
    NDArray mask = values(2, 1, 3, 2, 2).gt(0).toType(DataType.FLOAT64, false);
    differences.check(
        x -> operators.absoluteReconstructionLoss(x.get(0), target, mask), values(2, 1, 3, 2, 2));
  }

  @Test
  void linearMaps() {
    differences.check(
        x -> operators.linear(x.get(0), x.get(1), x.get(2)),
        values(2, 3, 4),
        values(5, 4),
        values(5));
    differences.check(x -> operators.linear(x.get(0), x.get(1)), values(2, 3, 4), values(5, 4));
  }

  @Test
  void pointwiseFunctions() {
    differences.check(x -> operators.gelu(x.get(0)), values(4, 5));
    differences.check(x -> operators.sigmoid(x.get(0)), values(4, 5));
    differences.check(x -> operators.leakyRectifier(x.get(0), 0.01), values(4, 5));
    differences.check(x -> operators.softmax(x.get(0), 1), values(4, 5));
    differences.check(
        x -> {
          dropout.restart(9);
          return operators.dropout(x.get(0), dropout);
        },
        values(4, 5));
  }

  @Test
  void roll() {
    differences.check(
        x -> operators.roll(x.get(0), new long[] {-1, 2}, new long[] {0, 1}), values(3, 4));
  }

  @Test
  void attention() {
    differences.check(
        x -> operators.attention(x.get(0), x.get(1), x.get(2), x.get(3)),
        values(2, 2, 4, 3),
        values(2, 2, 5, 3),
        values(2, 2, 5, 3),
        values(1, 2, 4, 5));
  }

  @Test
  void residualBlocks() {
    differences.check(
        x -> operators.residualBlock(x.get(0), x.get(1), x.get(2), 0.01),
        values(2, 2, 3, 3, 3),
        values(2, 2, 3, 3, 3),
        values(2, 2, 3, 3, 3));
    differences.check(
        x -> operators.residualBlock(x.get(0), x.get(1), x.get(2), x.get(3), 0.01),
        values(1, 2, 3, 3, 3),
        values(3, 2, 3, 3, 3),
        values(3, 3, 3, 3, 3),
        values(3, 2, 1, 1, 1));
  }

  @Test
  void windowsAreCutAndJoined() {
    long[] padding = {1, 0, 1};
    long[] shift = {1, 0, 1};
    long[] window = {2, 2, 2};
    differences.check(
        x ->
            operators.joinWindows(
                operators.gelu(operators.windows(x.get(0), padding, shift, window)),
                new long[] {3, 2, 3},
                padding,
                shift,
                window),
        values(2, 3, 2, 3, 2));
    differences.check(
        x -> operators.channelsLast(operators.gelu(operators.channelsFirst(x.get(0)))),
        values(2, 3, 2, 3, 2));
  }

  @Test
  void windowAttentionOfTwoKinds() {
    NDArray index = pairs();
    WindowKinds kinds = twoKinds();
    differences.check(
        x -> operators.windowAttention(x.get(0), x.get(1), index, 2, kinds),
        values(2, 3, 3, 12),
        values(5, 2));
  }

  @Test
  void windowAttentionsOwnDerivativeIsPyTorchs() {
    NDArray index = pairs();
    WindowKinds kinds = twoKinds();
    NDArray joined = values(2, 3, 3, 12);
    NDArray table = values(5, 2);
    NDArray factor = values(2, 3, 3, 4);
    joined.setRequiresGradient(true);
    table.setRequiresGradient(true);
    List<NDArray> expected;
    try (GradientMode recording = GradientMode.on()) {
      NDArray result = operators.windowAttention(joined, table, index, 2, kinds);
      expected = operators.gradientsOrNone(result, factor, List.of(joined, table));
    }
    List<NDArray> own;
    try (GradientMode off = GradientMode.off()) {
      own = operators.windowAttentionGradients(joined, factor, table, index, 2, kinds);
    }
    for (int argument = 0; argument < 2; argument++) {
      assertThat(own.get(argument).getShape()).isEqualTo(expected.get(argument).getShape());
      assertThat(own.get(argument).sub(expected.get(argument)).abs().max().getDouble())
          .isLessThan(1e-12);
    }
  }

  /** Rows of the table for every pair of a window's three cells. */
  private NDArray pairs() {
    return manager.create(new long[] {2, 1, 0, 3, 2, 1, 4, 3, 2});
  }

  private WindowKinds twoKinds() {
    NDArray masks = manager.zeros(new Shape(2, 3, 3), DataType.FLOAT64);
    masks.set(new NDIndex("1, 0, 1:"), -100);
    return new WindowKinds(
        manager.create(new long[] {2, 0, 1}),
        manager.create(new long[] {1, 2, 0}),
        new long[] {1, 2},
        masks);
  }

  @Test
  void neighboursAreMerged() {
    long[] offsets = {0, 0, 0, 0, 0, 1, 0, 1, 0, 0, 1, 1, 1, 0, 0, 1, 0, 1, 1, 1, 0, 1, 1, 1};
    differences.check(
        x -> operators.mergeNeighbours(x.get(0), offsets, x.get(1), x.get(2), x.get(3)),
        values(1, 4, 3, 2, 2),
        values(16),
        values(16),
        values(3, 16));
  }

  @Test
  void sums() {
    differences.check(x -> operators.add(x.get(0), x.get(1)), values(2, 3), values(2, 3));
  }

  @Test
  void regionVectors() {
    differences.check(x -> operators.regionVectors(x.get(0), 2), values(2, 3, 4, 2, 4));
  }

  @Test
  void reconstructionLoss() {
    NDArray mask = manager.create(alternating(48), new Shape(2, 1, 2, 3, 4));
    differences.check(
        x -> operators.reconstructionLoss(x.get(0), x.get(1), mask),
        values(2, 2, 2, 3, 4),
        values(2, 2, 2, 3, 4));
  }

  @Test
  void crossEntropies() {
    NDArray labels = manager.create(new long[] {0, 3, 1, 2, 2, 0}, new Shape(2, 3));
    differences.check(x -> operators.crossEntropy(x.get(0), labels), values(2, 3, 4));
    NDArray bits = manager.create(alternating(24), new Shape(2, 3, 4));
    differences.check(x -> operators.binaryCrossEntropy(x.get(0), bits), values(2, 3, 4));
  }

  @Test
  void contrastLoss() {
    differences.check(
        x -> operators.contrastLoss(x.get(0), x.get(1), 0.5), values(3, 5), values(3, 5));
  }

  @Test
  void diceLosses() {
    NDArray labels = manager.create(new long[] {0, 1, 2, 1, 0, 2, 2, 1}, new Shape(2, 1, 1, 2, 2));
    for (boolean flag : new boolean[] {false, true}) {
      Operators.DiceSettings settings = new Operators.DiceSettings(flag, !flag, flag, 0.1, 0.2);
      differences.check(x -> operators.diceLoss(x.get(0), labels, settings), values(2, 3, 1, 2, 2));
    }
    differences.check(x -> operators.voxelCrossEntropy(x.get(0), labels), values(2, 3, 1, 2, 2));
  }

  @Test
  void weightedSum() {
    differences.check(
        x -> operators.weightedSum(List.of(x.get(0), x.get(1)), new double[] {0.5, -2}),
        values(1),
        values(1));
  }

  private NDArray values(long... shape) {
    return differences.values(shape);
  }

  private static double[] alternating(int count) {
    double[] values = new double[count];
    for (int index = 0; index < count; index += 2) {
      values[index] = 1;
    }
    return values;
  }
}
