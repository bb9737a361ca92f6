package dev.hybridmim.trainer.network;

import static dev.hybridmim.trainer.network.NetworkFixture.array;
import static dev.hybridmim.trainer.network.NetworkFixture.assertClose;
import static dev.hybridmim.trainer.network.NetworkFixture.nativeArray;
import static dev.hybridmim.trainer.network.NetworkFixture.weights;
import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.hybridmim.trainer.operator.Dropout;
import dev.hybridmim.trainer.operator.Operators;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The U-Net against the published network's outputs. */
class UNetParityTest {
  private static final double TOLERANCE = 1e-4;

  private NDManager manager;
  private Operators operators;
  private ParameterMap parameters;
  private UNet network;

  @BeforeEach
  void loadPublishedWeights() {
    manager = NDManager.newBaseManager();
    operators = Operators.load(manager);
    parameters = new ParameterMap(manager, operators);
    network = new UNet(operators, parameters, NetworkFixture.unet(0.1), 1, 0);
    WeightTransfer transfer = PretrainedWeights.load(parameters, weights("unet8_state.npz"));
    assertThat(transfer.left()).isEmpty();
    assertThat(transfer.missing()).isEmpty();
    assertThat(parameters.size()).isEqualTo(344_957);
  }

  @AfterEach
  void free() {
    parameters.close();
    operators.close();
    manager.close();
  }

  @Test
  void featuresAndLogitsOfAWholeVolume() {
    NDArray x = nativeArray(manager, array("input_40x48x32.npy"));
    try (Pyramid pyramid = network.features(x, Dropout.none())) {
      for (int level = 0; level < 5; level++) {
        assertClose(
            pyramid.levels().get(level), array("unet8_40x48x32_enc" + level + ".npy"), TOLERANCE);
      }
      NDArray logits = network.decode(pyramid, CellBox.whole(x.getShape(), 8), Dropout.none());
      assertClose(logits, array("unet8_40x48x32_logits_full.npy"), TOLERANCE);
    }
  }

  @Test
  void partialLogitsOfACube() {
    NDArray x = nativeArray(manager, array("input_96.npy"));
    try (Pyramid pyramid = network.features(x, Dropout.none())) {
      for (int level = 2; level < 5; level++) {
        assertClose(pyramid.levels().get(level), array("unet8_96_enc" + level + ".npy"), TOLERANCE);
      }
      CellBox box = new CellBox(new long[] {4, 4, 4}, new long[] {8, 8, 8});
      NDArray logits = network.decode(pyramid, box, Dropout.none());
      assertClose(logits, array("unet8_96_logits_partial.npy"), TOLERANCE);
    }
  }
}
