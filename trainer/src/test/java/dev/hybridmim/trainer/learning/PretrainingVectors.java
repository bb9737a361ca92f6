package dev.hybridmim.trainer.learning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.hybridmim.platform.geometry.RegionGrid;
import dev.hybridmim.platform.profile.NetworkProfile;
import dev.hybridmim.platform.profile.TrainerProfile.ContrastSummary;
import dev.hybridmim.platform.profile.TrainerProfile.Losses;
import dev.hybridmim.trainer.loss.Answers;
import dev.hybridmim.trainer.loss.HybridLoss;
import dev.hybridmim.trainer.loss.Targets;
import dev.hybridmim.trainer.loss.Term;
import dev.hybridmim.trainer.network.CellBox;
import dev.hybridmim.trainer.network.NetworkFixture;
import dev.hybridmim.trainer.network.PretrainedWeights;
import dev.hybridmim.trainer.network.PretrainingNetwork;
import dev.hybridmim.trainer.network.Pyramid;
import dev.hybridmim.trainer.npy.NumpyArray;
import dev.hybridmim.trainer.operator.Dropout;
import dev.hybridmim.trainer.operator.GradientMode;
import dev.hybridmim.trainer.operator.Operators;
import dev.hybridmim.trainer.safetensors.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * One pre-training step of the published code: fixed mask, no dropout, its labels, its consistency,
 * its contrast summary, and the gradients that came out.
 */
final class PretrainingVectors implements AutoCloseable {
  private static final int EDGE = 96;
  private static final int PATCH = 16;
  private static final double VALUE_TOLERANCE = 1e-4;
  private static final double GRADIENT_TOLERANCE = 1e-3;

  /** Gradients of biases ahead of a norm are zero but for rounding. */
  private static final double ROUNDING = 2e-6;

  /**
   * The bias of a convolution ahead of a norm: a float32 sum over 2 x 96^3 voxels. 8.7e-6 was seen
   * for conv_0.conv_1 with channels innermost under AVX-512, with one thread and with two; with
   * channels outermost or AVX2 the bias is no longer among the three largest.
   */
  private static final double ROUNDING_OF_LONG_SUM = 1e-5;

  private final NDManager manager = NDManager.newBaseManager();
  private final Operators operators = Operators.load(manager);
  private final Map<String, NumpyArray> vectors;
  private final PretrainingNetwork network;

  PretrainingVectors(NetworkProfile profile, Map<String, Tensor> weights, String vectorsFile) {
    vectors = NetworkFixture.arrays(vectorsFile);
    network =
        new PretrainingNetwork(operators, manager, profile, RegionGrid.cube(EDGE, 32, PATCH), 0);
    assertThat(PretrainedWeights.load(network.parameters(), weights).missing()).isEmpty();
  }

  /**
   * Runs the step and compares the losses, the answers and the gradients.
   *
   * @param box what is rebuilt
   * @param contrastRegions index of the region vectors whose mean the contrast is taken from
   */
  void check(CellBox box, String contrastRegions) {
    List<String> names = new ArrayList<>(network.parameters().names());
    NDArray voxels = manager.create(voxels(), new Shape(2, 1, EDGE, EDGE, EDGE));
    NDArray mask =
        operators.expandMask(
            manager.create(vectors.get("mask").floats(), new Shape(2, 6, 6, 6)), PATCH);
    NDArray masked = operators.hide(voxels, mask);
    HybridLoss loss =
        new HybridLoss(
            operators, new Losses(1, 0.1, 0.1, 0.01, 0.1), 0.5, HybridLoss.Consistency.PUBLISHED);
    NDArray otherRegions;
    try (GradientMode off = GradientMode.off();
        Pyramid pyramid = network.backbone().features(masked, Dropout.none())) {
      otherRegions = network.regionVectors(pyramid);
    }
    HybridLoss.Value value;
    NDList gradients;
    try (GradientMode recording = GradientMode.on();
        Pyramid pyramid = network.backbone().features(masked, Dropout.none())) {
      Answers answers = answers(pyramid, box, otherRegions, contrastRegions);
      value = loss.evaluate(answers, targets(voxels, mask, box));
      check(answers);
      gradients = operators.gradients(value.total(), network.parameters().arrays(), manager);
    }
    checkLosses(value);
    checkGradients(names, gradients);
  }

  @Override
  public void close() {
    network.close();
    operators.close();
    manager.close();
  }

  private Answers answers(
      Pyramid pyramid, CellBox box, NDArray otherRegions, String contrastRegions) {
    NDArray regions = network.regionVectors(pyramid);
    return new Answers(
        network.backbone().decode(pyramid, box, Dropout.none()),
        network.heads().number(regions),
        network.heads().position(regions),
        network.heads().contrast(regions.get(contrastRegions), ContrastSummary.POOLED),
        network.heads().contrast(otherRegions.get(contrastRegions), ContrastSummary.POOLED),
        null);
  }

  private Targets targets(NDArray voxels, NDArray mask, CellBox box) {
    int stride = network.backbone().coarsestStride();
    return new Targets(
        operators.crop(voxels, box.begin(stride), box.size(stride)),
        operators.crop(mask, box.begin(stride), box.size(stride)),
        manager.create(vectors.get("out.mask_labels").longs(), new Shape(2, 27)),
        manager.create(vectors.get("out.mask_position_lables").floats(), new Shape(2, 27, 8)),
        null);
  }

  private void check(Answers answers) {
    assertAnswer(answers.number(), "out.pred_mask_region");
    assertAnswer(answers.position(), "out.pred_mask_region_position");
    assertAnswer(answers.contrast(), "out.contrast_pred_1");
    assertAnswer(answers.otherView(), "out.contrast_pred_2");
    assertAnswer(answers.logits().get(":, :, ::4, ::4, ::4"), "out.logits_16");
  }

  private void assertAnswer(NDArray answer, String name) {
    NetworkFixture.assertClose(answer, vectors.get(name), VALUE_TOLERANCE);
  }

  private void checkLosses(HybridLoss.Value value) {
    assertLoss(value.total(), "total");
    assertLoss(value.terms().get(Term.RECONSTRUCTION), "rec");
    assertLoss(value.terms().get(Term.NUMBER), "num");
    assertLoss(value.terms().get(Term.POSITION), "position");
    assertLoss(value.terms().get(Term.CONSISTENCY), "consistency");
    assertLoss(value.terms().get(Term.CONTRAST), "contrast");
  }

  private void assertLoss(NDArray loss, String name) {
    double expected = vectors.get("loss." + name).scalar();
    assertThat((double) loss.getFloat())
        .as("loss %s", name)
        .isCloseTo(expected, within(1e-5 * Math.max(1, expected)));
  }

  private void checkGradients(List<String> names, NDList gradients) {
    int compared = 0;
    for (int index = 0; index < names.size(); index++) {
      String name = names.get(index);
      double[] gradient = doubles(gradients.get(index));
      double expectedNorm = vectors.get("gradnorm." + name).scalar();
      assertThat(norm(gradient))
          .as("norm of the gradient of %s", name)
          .isCloseTo(expectedNorm, within(tolerance(name, expectedNorm)));
      NumpyArray expected = vectors.get("grad." + name);
      if (expected != null) {
        compared++;
        for (int element = 0; element < gradient.length; element++) {
          gradient[element] -= expected.values()[element];
        }
        assertThat(norm(gradient))
            .as("difference of the gradient of %s", name)
            .isLessThan(tolerance(name, expectedNorm));
      }
    }
    assertThat(compared)
        .isEqualTo((int) vectors.keySet().stream().filter(key -> key.startsWith("grad.")).count());
  }

  private static double tolerance(String name, double norm) {
    boolean longSum = name.endsWith(".conv.bias");
    return GRADIENT_TOLERANCE * norm + (longSum ? ROUNDING_OF_LONG_SUM : ROUNDING);
  }

  private static double[] doubles(NDArray array) {
    float[] floats = array.toFloatArray();
    double[] doubles = new double[floats.length];
    for (int index = 0; index < floats.length; index++) {
      doubles[index] = floats[index];
    }
    return doubles;
  }

  private static double norm(double[] values) {
    double sum = 0;
    for (double value : values) {
      sum += value * value;
    }
    return Math.sqrt(sum);
  }

  /** The input, and the same flipped along i, with j and k swapped, squared. */
  private static float[] voxels() {
    float[] input = NetworkFixture.array("input_96.npy").floats();
    int volume = EDGE * EDGE * EDGE;
    float[] batch = new float[2 * volume];
    System.arraycopy(input, 0, batch, 0, volume);
    for (int i = 0; i < EDGE; i++) {
      for (int j = 0; j < EDGE; j++) {
        for (int k = 0; k < EDGE; k++) {
          float value = input[((EDGE - 1 - i) * EDGE + k) * EDGE + j];
          batch[volume + (i * EDGE + j) * EDGE + k] = value * value;
        }
      }
    }
    return batch;
  }
}
