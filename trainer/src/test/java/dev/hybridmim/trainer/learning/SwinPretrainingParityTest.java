package dev.hybridmim.trainer.learning;

import dev.hybridmim.platform.profile.NetworkProfile;
import dev.hybridmim.trainer.network.CellBox;
import dev.hybridmim.trainer.network.NetworkFixture;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * A whole pre-training step of the Swin UNETR against the published code, whose contrast is taken
 * from one fixed cell.
 */
class SwinPretrainingParityTest {

  @Test
  void lossesAnswersAndGradients() {
    NetworkProfile profile =
        new NetworkProfile(
            NetworkProfile.Backbone.SWIN_UNETR,
            1,
            List.of(12, 24, 48, 96, 192),
            List.of(2, 2, 2, 2),
            0,
            384);
    try (PretrainingVectors vectors =
        new PretrainingVectors(
            profile,
            NetworkFixture.weights("swin12_state.npz", "swin12_pretrain_state_diff.npz"),
            "swin12_pretrain_grads.npz")) {
      String secondRegion = ":, 1:2";
      vectors.check(new CellBox(new long[] {1, 1, 1}, new long[] {2, 2, 2}), secondRegion);
    }
  }
}
