package dev.hybridmim.trainer.learning;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hybridmim.platform.profile.NetworkProfile;
import dev.hybridmim.platform.profile.Profile;
import dev.hybridmim.platform.profile.SwinProfile;
import dev.hybridmim.platform.profile.SwinProfile.PatchMerging;
import dev.hybridmim.platform.profile.TrainerProfile.Activations;
import dev.hybridmim.trainer.safetensors.Tensor;
import java.util.List;
import java.util.SortedMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SwinLearnerTest {

  @ParameterizedTest
  @EnumSource(PatchMerging.class)
  void theLossFalls(PatchMerging merging) {
    Profile profile = tiny(merging);
    try (Learner learner = Learner.create(profile)) {
      double first = 0;
      double last = 0;
      for (int step = 1; step <= 24; step++) {
        double loss = learner.train(LearningFixture.batch(profile, 2, 1), step).total();
        first += step <= 4 ? loss : 0;
        last += step > 20 ? loss : 0;
      }
      assertThat(last).isLessThan(0.9 * first);
    }
  }

  @Test
  void recomputedActivationsGiveTheSameBytes() {
    assertThat(threeSteps(Activations.RECOMPUTE)).isEqualTo(threeSteps(Activations.KEEP));
  }

  private static SortedMap<String, Tensor> threeSteps(Activations activations) {
    Profile profile = tiny(PatchMerging.MERGING);
    profile = profile.withTrainer(profile.trainer().withActivations(activations));
    try (Learner learner = Learner.create(profile)) {
      for (int step = 1; step <= 3; step++) {
        assertThat(learner.train(LearningFixture.batch(profile, 2, step), step).skipped())
            .isFalse();
      }
      return learner.state();
    }
  }

  /** Windows of 4, depths and heads other than the published, sub-volumes and regions of 32. */
  static Profile tiny(PatchMerging merging) {
    Profile small = LearningFixture.profile();
    NetworkProfile network =
        new NetworkProfile(
            NetworkProfile.Backbone.SWIN_UNETR,
            1,
            List.of(6, 12, 24, 48, 96),
            List.of(2, 2, 2, 2),
            0.1,
            16,
            new SwinProfile(merging, 4, List.of(2, 1, 1, 1), List.of(2, 3, 4, 6)));
    return LearningFixture.ofRegions(small, 32, 32, 16, network);
  }
}
