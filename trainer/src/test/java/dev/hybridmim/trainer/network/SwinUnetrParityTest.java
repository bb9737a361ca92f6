package dev.hybridmim.trainer.network;

import static dev.hybridmim.trainer.network.NetworkFixture.array;
import static dev.hybridmim.trainer.network.NetworkFixture.arrays;
import static dev.hybridmim.trainer.network.NetworkFixture.assertClose;
import static dev.hybridmim.trainer.network.NetworkFixture.nativeArray;
import static dev.hybridmim.trainer.network.NetworkFixture.weights;
import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.hybridmim.platform.profile.SwinProfile;
import dev.hybridmim.trainer.npy.NumpyArray;
import dev.hybridmim.trainer.operator.Dropout;
import dev.hybridmim.trainer.operator.Operators;
import dev.hybridmim.trainer.operator.Operators.WindowKinds;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The Swin UNETR against MONAI's outputs. */
class SwinUnetrParityTest {
  private static final double TOLERANCE = 1e-4;

  private NDManager manager;
  private Operators operators;
  private ParameterMap parameters;
  private SwinUnetr network;

  @BeforeEach
  void loadPublishedWeights() {
    manager = NDManager.newBaseManager();
    operators = Operators.load(manager);
    parameters = new ParameterMap(manager, operators);
    SwinSettings settings = new SwinSettings(1, 12, SwinProfile.PUBLISHED);
    network = new SwinUnetr(operators, parameters, settings, 2, 0);
    WeightTransfer transfer = PretrainedWeights.load(parameters, weights("swin12_state.npz"));
    assertThat(transfer.missing()).isEmpty();
    assertThat(transfer.left())
        .allMatch(name -> name.endsWith(".relative_position_index"))
        .hasSize(8);
  }

  @AfterEach
  void free() {
    parameters.close();
    operators.close();
    manager.close();
  }

  @Test
  void featuresAndLogitsOf64() {
    NDArray x = nativeArray(manager, array("input_64.npy"));
    try (Pyramid pyramid = network.features(x, Dropout.none())) {
      for (int level = 0; level < 5; level++) {
        assertClose(
            pyramid.levels().get(level), array("swin12_64_hidden" + level + ".npy"), TOLERANCE);
      }
      NDArray logits = network.decode(pyramid, CellBox.whole(x.getShape(), 32), Dropout.none());
      assertClose(logits, array("swin12_64_logits.npy"), TOLERANCE);
    }
  }

  @Test
  void featuresBeforeTheNormOverChannels() {
    NDArray x = nativeArray(manager, array("input_64.npy"));
    try (Pyramid pyramid = network.unnormalizedFeatures(x)) {
      assertClose(pyramid.levels().get(1), array("swin12_64_hidden1_unnormalized.npy"), TOLERANCE);
      assertClose(pyramid.levels().get(4), array("swin12_64_hidden4_unnormalized.npy"), TOLERANCE);
    }
  }

  @Test
  void featuresLogitsAndPartialLogitsOf96() {
    NDArray x = nativeArray(manager, array("input_96.npy"));
    try (Pyramid pyramid = network.features(x, Dropout.none())) {
      for (int level = 1; level < 5; level++) {
        assertClose(
            pyramid.levels().get(level), array("swin12_96_hidden" + level + ".npy"), TOLERANCE);
      }
      CellBox box = new CellBox(new long[] {1, 1, 1}, new long[] {2, 2, 2});
      assertClose(
          network.decode(pyramid, box, Dropout.none()),
          array("swin12_96_logits_partial.npy"),
          TOLERANCE);
      assertClose(
          network.decode(pyramid, CellBox.whole(x.getShape(), 32), Dropout.none()),
          array("swin12_96_logits.npy"),
          TOLERANCE);
    }
  }

  @Test
  void masksOfShiftedWindows() {
    NumpyArray expected = arrays("swin_attn_mask_21_7_3.npz").get("mask");
    boolean shifted = true;
    WindowKinds kinds = new WindowLayout(manager, new long[] {21, 21, 21}, 7, shifted).kinds();
    long[] inverse = kinds.inverse().toLongArray();
    float[] masks = kinds.masks().toFloatArray();
    int size = 343 * 343;
    for (int window = 0; window < 27; window++) {
      int kind = 0;
      long before = 0;
      while (inverse[window] >= before + kinds.counts()[kind]) {
        before += kinds.counts()[kind++];
      }
      for (int pair = 0; pair < size; pair++) {
        assertThat(masks[kind * size + pair] == expected.values()[window * size + pair]).isTrue();
      }
    }
  }
}
