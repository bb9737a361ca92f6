package dev.hybridmim.trainer.loss;

import static dev.hybridmim.trainer.network.NetworkFixture.arrays;
import static dev.hybridmim.trainer.network.NetworkFixture.assertClose;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.hybridmim.trainer.network.NetworkFixture;
import dev.hybridmim.trainer.npy.NumpyArray;
import dev.hybridmim.trainer.operator.GradientMode;
import dev.hybridmim.trainer.operator.Operators;
import dev.hybridmim.trainer.operator.Operators.DiceSettings;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Losses and their gradients against the published code and MONAI. */
class LossParityTest {
  private static final double TOLERANCE = 1e-5;

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
  void numberOfMaskedPatches() {
    Map<String, NumpyArray> vectors = arrays("loss_mask_region_ce.npz");
    NDArray logits = leaf(vectors.get("logits"));
    NDArray labels = whole(vectors.get("labels"));
    assertLoss(
        () -> operators.crossEntropy(logits, labels),
        vectors.get("loss"),
        List.of(logits),
        List.of(vectors.get("grad_logits")));
  }

  @Test
  void positionOfMaskedPatches() {
    Map<String, NumpyArray> vectors = arrays("loss_position_bce.npz");
    NDArray logits = leaf(vectors.get("logits"));
    NDArray labels = leaf(vectors.get("labels")).stopGradient();
    assertLoss(
        () -> operators.binaryCrossEntropy(logits, labels),
        vectors.get("loss"),
        List.of(logits),
        List.of(vectors.get("grad_logits")));
  }

  @Test
  void maskedSquareError() {
    Map<String, NumpyArray> vectors = arrays("loss_masked_mse.npz");
    NDArray prediction = leaf(vectors.get("pred"));
    NDArray target = leaf(vectors.get("labels")).stopGradient();
    float[] visible = vectors.get("mask_image").floats();
    float[] hidden = new float[visible.length];
    for (int voxel = 0; voxel < hidden.length; voxel++) {
      hidden[voxel] = visible[voxel] == 0 ? 1 : 0;
    }
    NDArray mask = manager.create(hidden, prediction.getShape());
    assertLoss(
        () -> operators.maskedSquareError(prediction, target, mask),
        vectors.get("loss"),
        List.of(prediction),
        List.of(vectors.get("grad_pred")));
    NDArray all = manager.ones(prediction.getShape());
    assertThat(operators.maskedSquareError(prediction, target, all).getFloat())
        .isCloseTo((float) vectors.get("loss_unmasked_mse").scalar(), within(1e-5f));
  }

  @Test
  void publishedConsistency() {
    Map<String, NumpyArray> vectors = arrays("loss_consistency.npz");
    NDArray number = leaf(vectors.get("region_logits"));
    NDArray position = leaf(vectors.get("position_logits"));
    NumpyArray none =
        new NumpyArray(
            vectors.get("position_logits").shape(),
            new double[vectors.get("position_logits").values().length]);
    assertLoss(
        () -> operators.publishedConsistencyLoss(number, position),
        vectors.get("loss"),
        List.of(number, position),
        List.of(vectors.get("grad_region_logits"), none));
  }

  @ParameterizedTest
  @ValueSource(strings = {"b2_d384", "b4_d384", "b3_d16", "b8_d64"})
  void contrast(String sizes) {
    Map<String, NumpyArray> vectors = arrays("loss_contrastive.npz");
    NDArray first = leaf(vectors.get(sizes + ".x_i"));
    NDArray second = leaf(vectors.get(sizes + ".x_j"));
    assertLoss(
        () -> operators.contrastLoss(first, second, 0.5),
        vectors.get(sizes + ".loss"),
        List.of(first, second),
        List.of(vectors.get(sizes + ".grad_x_i"), vectors.get(sizes + ".grad_x_j")));
  }

  @Test
  void diceAndCrossEntropyOfSegmentation() {
    Map<String, NumpyArray> vectors = arrays("loss_dicece.npz");
    NDArray logits = leaf(vectors.get("logits"));
    NDArray labels = whole(vectors.get("labels"));
    DiceSettings usual = DiceSettings.USUAL;
    DiceSettings inner = new DiceSettings(false, true, false, 0, 1e-6);
    DiceSettings batch = new DiceSettings(true, false, true, 1e-5, 1e-5);

    assertDice(vectors, "dice_softmax", logits, () -> operators.diceLoss(logits, labels, usual));
    assertDice(vectors, "ce", logits, () -> operators.voxelCrossEntropy(logits, labels));
    assertDice(vectors, "dicece_softmax", logits, () -> withEntropy(logits, labels, usual));
    assertDice(
        vectors, "dicece_softmax_nobg_squared", logits, () -> withEntropy(logits, labels, inner));
    assertDice(
        vectors, "dice_softmax_batch", logits, () -> operators.diceLoss(logits, labels, batch));
  }

  private NDArray withEntropy(NDArray logits, NDArray labels, DiceSettings settings) {
    return operators.weightedSum(
        List.of(
            operators.diceLoss(logits, labels, settings),
            operators.voxelCrossEntropy(logits, labels)),
        new double[] {1, 1});
  }

  private void assertDice(
      Map<String, NumpyArray> vectors, String name, NDArray logits, Supplier<NDArray> loss) {
    assertLoss(
        loss, vectors.get(name + ".loss"), List.of(logits), List.of(vectors.get(name + ".grad")));
  }

  private void assertLoss(
      Supplier<NDArray> loss,
      NumpyArray expected,
      List<NDArray> leaves,
      List<NumpyArray> expectedGradients) {
    NDArray value;
    NDList gradients;
    try (GradientMode recording = GradientMode.on()) {
      value = loss.get();
      gradients = operators.gradients(value, leaves, manager);
    }
    assertThat((double) value.getFloat()).isCloseTo(expected.scalar(), within(TOLERANCE));
    for (int leaf = 0; leaf < leaves.size(); leaf++) {
      assertClose(gradients.get(leaf), expectedGradients.get(leaf), TOLERANCE);
    }
  }

  private NDArray leaf(NumpyArray values) {
    NDArray leaf = NetworkFixture.nativeArray(manager, values);
    leaf.setRequiresGradient(true);
    return leaf;
  }

  private NDArray whole(NumpyArray values) {
    return manager.create(values.longs(), new Shape(values.shape()));
  }
}
