package dev.hybridmim.trainer.learning;

import dev.hybridmim.trainer.network.CellBox;
import dev.hybridmim.trainer.network.NetworkFixture;
import org.junit.jupiter.api.Test;

/** A whole pre-training step of the U-Net against the published code. */
class UNetPretrainingParityTest {

  @Test
  void lossesAnswersAndGradients() {
    try (PretrainingVectors vectors =
        new PretrainingVectors(
            NetworkFixture.unet(0),
            NetworkFixture.weights("unet8_state.npz", "unet8_pretrain_state_diff.npz"),
            "unet8_pretrain_grads.npz")) {
      vectors.check(new CellBox(new long[] {4, 4, 4}, new long[] {8, 8, 8}), ":, :");
    }
  }
}
