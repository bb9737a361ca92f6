package dev.hybridmim.trainer.learning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.hybridmim.platform.profile.Profile;
import dev.hybridmim.platform.profile.TrainerProfile.Precision;
import dev.hybridmim.trainer.safetensors.Tensor;
import dev.hybridmim.trainer.safetensors.TensorType;
import java.util.Optional;
import java.util.SortedMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PrecisionTest {

  @ParameterizedTest
  @EnumSource(
      value = Precision.class,
      names = {"BFLOAT16", "FLOAT16"})
  void lowPrecisionLearnsAndKeepsFloat32Weights(Precision precision) {
    Profile profile = LearningFixture.profile();
    Profile low = profile.withTrainer(profile.trainer().withPrecision(precision));
    Batch batch = LearningFixture.batch(profile, 2, 1);
    double exact;
    try (Learner learner = Learner.create(profile)) {
      exact = learner.train(batch, 1).total();
    }
    try (Learner learner = Learner.create(low)) {
      double first = learner.train(batch, 1).total();
      // Other digits, so something was cast; near, so the right things were.
      assertThat(first).isNotEqualTo(exact).isCloseTo(exact, within(0.01 * exact));
      double last = first;
      int skipped = 0;
      for (int step = 2; step <= 25; step++) {
        StepReport report = learner.train(batch, step);
        skipped += report.skipped() ? 1 : 0;
        last = report.total();
      }
      assertThat(last).isLessThan(0.9 * first);
      assertThat(skipped).isZero();
      SortedMap<String, Tensor> state = learner.state();
      state.forEach(
          (name, tensor) ->
              assertThat(tensor.dtype())
                  .as(name)
                  .isEqualTo(name.startsWith("optimizer/") ? TensorType.I64 : TensorType.F32));
      assertThat(state.containsKey("optimizer/loss_scale"))
          .isEqualTo(precision == Precision.FLOAT16);
    }
  }

  @Test
  void theLossScaleIsPartOfTheState() {
    Profile profile = LearningFixture.profile();
    Profile half = profile.withTrainer(profile.trainer().withPrecision(Precision.FLOAT16));
    Batch batch = LearningFixture.batch(profile, 2, 1);
    SortedMap<String, Tensor> saved;
    SortedMap<String, Tensor> uninterrupted;
    try (Learner learner = Learner.create(half)) {
      learner.train(batch, 1);
      saved = learner.state();
      learner.train(batch, 2);
      uninterrupted = learner.state();
    }
    try (Learner learner = Learner.create(half)) {
      learner.restore(saved);
      learner.train(batch, 2);
      assertThat(learner.state()).isEqualTo(uninterrupted);
    }
  }

  @Test
  void theLossScaleIsHalvedAtOverflowAndDoubledAfterALongWhile() {
    LossScale scale = LossScale.dynamic();
    assertThat(scale.factor()).isEqualTo(65536);
    assertThat(scale.lower()).isTrue();
    assertThat(scale.factor()).isEqualTo(32768);
    for (int step = 0; step < 2000; step++) {
      assertThat(scale.factor()).isEqualTo(32768);
      scale.confirm();
    }
    assertThat(scale.factor()).isEqualTo(65536);
    assertThat(LossScale.none().lower()).isFalse();
  }

  @Test
  void aDeviceThatIsNotThereIsRefused() {
    assertThatThrownBy(() -> Learner.create(LearningFixture.profile(), Optional.of("gpu99")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("gpu99")
        .hasMessageContaining("doctor");
    assertThatThrownBy(() -> Learner.create(LearningFixture.profile(), Optional.of("tpu")))
        .hasMessageContaining("tpu");
  }
}
