package dev.hybridmim.trainer.learning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hybridmim.platform.profile.Profile;
import dev.hybridmim.platform.profile.TrainerProfile.Activations;
import dev.hybridmim.platform.profile.TrainerProfile.Box;
import dev.hybridmim.platform.profile.TrainerProfile.Losses;
import dev.hybridmim.trainer.safetensors.Tensor;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class LearnerTest {
  private final Profile profile = LearningFixture.profile();

  @Test
  void theLossFalls() {
    try (Learner learner = Learner.create(profile)) {
      double first = meanLoss(learner, 1, 5);
      meanLoss(learner, 6, 60);
      double last = meanLoss(learner, 66, 5);
      assertThat(last).isLessThan(0.8 * first);
    }
  }

  @Test
  void goingOnFromASavedStateGivesTheSameBytes() {
    SortedMap<String, Tensor> uninterrupted;
    SortedMap<String, Tensor> saved;
    try (Learner learner = Learner.create(profile)) {
      train(learner, 1, 3);
      saved = learner.state();
      train(learner, 4, 6);
      uninterrupted = learner.state();
    }
    try (Learner learner = Learner.create(profile)) {
      learner.restore(saved);
      train(learner, 4, 6);
      assertThat(learner.state()).isEqualTo(uninterrupted);
    }
    assertThat(uninterrupted).isNotEqualTo(saved);
  }

  @Test
  void theStateHasWeightsAveragesAndMoments() {
    try (Learner learner = Learner.create(profile)) {
      SortedMap<String, Tensor> before = learner.state();
      train(learner, 1, 1);
      SortedMap<String, Tensor> after = learner.state();

      String name = "conv_0.conv_0.conv.weight";
      assertThat(before.keySet()).isEqualTo(after.keySet());
      for (String prefix : new String[] {"weights/", "ema/", "moment1/", "moment2/"}) {
        assertThat(after.get(prefix + name).shape()).containsExactly(4, 1, 3, 3, 3);
        assertThat(after.get(prefix + name)).isNotEqualTo(before.get(prefix + name));
      }
      assertThat(after.get("optimizer/updates").toLongs()).containsExactly(1);
      assertThat(after).hasSize(4 * (after.size() / 4) + 1);
    }
  }

  @Test
  void anInfiniteVoxelSkipsTheStepAndChangesNothing() {
    try (Learner learner = Learner.create(profile)) {
      SortedMap<String, Tensor> before = learner.state();
      StepReport report = learner.train(LearningFixture.infinite(profile, 2, 1), 1);
      assertThat(report.skipped()).isTrue();
      assertThat(learner.state()).isEqualTo(before);

      assertThat(learner.train(LearningFixture.batch(profile, 2, 1), 2).skipped()).isFalse();
    }
  }

  @Test
  void nativeArraysStayAsManyAsTheyWereOverTwoHundredSteps() {
    try (Learner learner = Learner.create(profile)) {
      train(learner, 1, 2);
      long before = learner.liveArrays();
      train(learner, 3, 200);
      assertThat(learner.liveArrays()).isEqualTo(before);
    }
  }

  @Test
  void recomputedActivationsGiveTheSameBytes() {
    SortedMap<String, Tensor> kept = threeSteps(Activations.KEEP);
    assertThat(threeSteps(Activations.RECOMPUTE)).isEqualTo(kept);
  }

  private SortedMap<String, Tensor> threeSteps(Activations activations) {
    Profile other = profile.withTrainer(profile.trainer().withActivations(activations));
    try (Learner learner = Learner.create(other)) {
      train(learner, 1, 3);
      return learner.state();
    }
  }

  @Test
  void aStateOfAnotherNetworkIsRefused() {
    try (Learner learner = Learner.create(profile)) {
      SortedMap<String, Tensor> state = learner.state();
      SortedMap<String, Tensor> lacking = new TreeMap<>(state);
      lacking.remove("ema/decoder_pred.bias");
      assertThatThrownBy(() -> learner.restore(lacking))
          .isInstanceOf(StateMismatchException.class)
          .hasMessageContaining("ema/decoder_pred.bias");
      SortedMap<String, Tensor> reshaped = new TreeMap<>(state);
      reshaped.put("weights/decoder_pred.bias", Tensor.ofFloats(new long[] {2}, 1, 2));
      assertThatThrownBy(() -> learner.restore(reshaped))
          .isInstanceOf(StateMismatchException.class)
          .hasMessageContaining("F32[2]");
      SortedMap<String, Tensor> superfluous = new TreeMap<>(state);
      superfluous.put("weights/other", Tensor.ofFloats(new long[] {1}, 1));
      assertThatThrownBy(() -> learner.restore(superfluous))
          .isInstanceOf(StateMismatchException.class)
          .hasMessageContaining("weights/other");
    }
  }

  @Test
  void aBatchOfAnotherSizeIsRefused() {
    try (Learner learner = Learner.create(profile)) {
      Batch two = LearningFixture.batch(profile, 2, 1);
      Batch wrong = new Batch(3, two.voxels(), two.maskCodes(), 1);
      assertThatThrownBy(() -> learner.train(wrong, 1))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("3 samples");
      Batch channels = new Batch(2, two.voxels(), two.maskCodes(), 2);
      assertThatThrownBy(() -> learner.train(channels, 1))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("network.inputChannels");
    }
  }

  @Test
  void aBatchOfOneHasNoContrast() {
    try (Learner learner = Learner.create(profile)) {
      StepReport report = learner.train(LearningFixture.batch(profile, 1, 1), 1);
      assertThat(report.contrast()).isZero();
      assertThat(report.reconstruction()).isPositive();
    }
  }

  @Test
  void everyTermCanBeSwitchedOff() {
    double[][] alone = {
      {1, 0, 0, 0, 0}, {0, 1, 0, 0, 0}, {0, 0, 1, 0, 0}, {0, 0, 0, 1, 0}, {0, 0, 0, 0, 1}
    };
    Batch batch = LearningFixture.batch(profile, 2, 1);
    for (int term = 0; term < alone.length; term++) {
      double[] w = alone[term];
      try (Learner learner =
          Learner.create(with(new Losses(w[0], w[1], w[2], w[3], w[4]), Box.PARTIAL))) {
        StepReport report = learner.train(batch, 1);
        double[] values = {
          report.reconstruction(),
          report.number(),
          report.position(),
          report.consistency(),
          report.contrast()
        };
        for (int other = 0; other < values.length; other++) {
          assertThat(values[other] != 0).isEqualTo(other == term);
        }
        assertThat(report.total()).isEqualTo(values[term]);
      }
    }
  }

  @Test
  void theWholeSubVolumeCanBeRebuilt() {
    try (Learner learner = Learner.create(with(profile.trainer().losses(), Box.FULL))) {
      StepReport report = learner.train(LearningFixture.batch(profile, 2, 1), 1);
      assertThat(report.reconstruction()).isPositive();
      assertThat(report.seconds().total()).isPositive();
    }
  }

  private static double meanLoss(Learner learner, long from, int steps) {
    double sum = 0;
    for (long step = from; step < from + steps; step++) {
      sum += learner.train(LearningFixture.batch(LearningFixture.profile(), 2, step), step).total();
    }
    return sum / steps;
  }

  private void train(Learner learner, long first, long last) {
    for (long step = first; step <= last; step++) {
      learner.train(LearningFixture.batch(profile, 2, step), step);
    }
  }

  private static Profile with(Losses losses, Box box) {
    Profile small = LearningFixture.profile();
    return small.withTrainer(small.trainer().withLosses(losses).withBox(box));
  }
}
