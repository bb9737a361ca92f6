package dev.hybridmim.trainer.learning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hybridmim.platform.json.Json;
import dev.hybridmim.platform.number.Half;
import dev.hybridmim.platform.number.Seeds;
import dev.hybridmim.platform.profile.Profile;
import dev.hybridmim.platform.profile.Profiles;
import dev.hybridmim.platform.profile.TrainerProfile.Box;
import dev.hybridmim.platform.profile.TrainerProfile.Losses;
import dev.hybridmim.platform.profile.TrainerProfile.Objective;
import dev.hybridmim.trainer.safetensors.Tensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.SortedMap;
import org.apache.commons.rng.UniformRandomProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ObjectiveTest {
  private static final int EDGE = 32;

  @ParameterizedTest
  @EnumSource(value = Objective.class, names = "HYBRID", mode = EnumSource.Mode.EXCLUDE)
  void everyObjectiveLearnsWithItsOwnTermsOnly(Objective objective) {
    Profile profile = profile(objective);
    Batch batch = ramps(profile, 4);
    try (Learner learner = Learner.create(profile)) {
      StepReport first = learner.train(batch, 1);
      assertThat(first.reconstruction() != 0).isEqualTo(objective != Objective.CONTRAST);
      boolean contrasts =
          objective == Objective.CONTRAST || objective == Objective.ROTATION_CONTRAST;
      assertThat(first.contrast() != 0).isEqualTo(contrasts);
      assertThat(first.rotation() != 0).isEqualTo(objective == Objective.ROTATION_CONTRAST);
      assertThat(first.number() + first.position() + first.consistency()).isZero();
      assertThat(first.total())
          .isCloseTo(first.reconstruction() + first.contrast() + first.rotation(), within(1e-6));
      // Every step's damage is another one, so it takes longer to see through.
      int steps = objective == Objective.RESTORATION ? 41 : 21;
      double begin = 0;
      double end = 0;
      for (int step = 2; step <= steps; step++) {
        double loss = learner.train(batch, step).total();
        begin += step <= 5 ? loss : 0;
        end += step > steps - 4 ? loss : 0;
      }
      assertThat(end).isLessThan(0.9 * begin);
    }
  }

  @Test
  void turnsOfUnseenSamplesAreTold() {
    Profile profile = profile(Objective.ROTATION_CONTRAST);
    try (Learner learner = Learner.create(profile)) {
      for (int step = 1; step <= 40; step++) {
        learner.train(ramps(profile, step), step);
      }
      double last = 0;
      for (int step = 41; step <= 45; step++) {
        last += learner.train(ramps(profile, step), step).rotation() / 5;
      }
      assertThat(last).isLessThan(0.5 * Math.log(4));
    }
  }

  @Test
  void maskedModellingIsHybridWithItsFirstTermAlone() {
    Profile hybrid = profile(Objective.HYBRID);
    Profile alone =
        hybrid.withTrainer(
            hybrid.trainer().withLosses(new Losses(1, 0, 0, 0, 0)).withBox(Box.FULL));
    assertThat(threeSteps(profile(Objective.MASKED_MODELLING))).isEqualTo(threeSteps(alone));
  }

  @ParameterizedTest
  @EnumSource(
      value = Objective.class,
      names = {"RESTORATION", "ROTATION_CONTRAST"})
  void goingOnFromASavedStateGivesTheSameBytes(Objective objective) {
    Profile profile = profile(objective);
    SortedMap<String, Tensor> saved;
    SortedMap<String, Tensor> uninterrupted;
    try (Learner learner = Learner.create(profile)) {
      learner.train(ramps(profile, 1), 1);
      saved = learner.state();
      learner.train(ramps(profile, 2), 2);
      uninterrupted = learner.state();
    }
    try (Learner learner = Learner.create(profile)) {
      learner.restore(saved);
      learner.train(ramps(profile, 2), 2);
      assertThat(learner.state()).isEqualTo(uninterrupted);
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = Objective.class,
      names = {"MASKED_MODELLING", "MASKED_AUTOENCODING", "RESTORATION"})
  void onlyMaskedModellingNeedsSomethingHidden(Objective objective) {
    Profile profile = profile(objective);
    Batch batch = ramps(profile, 1);
    Batch open = new Batch(2, batch.voxels(), new byte[batch.maskCodes().length], 1);
    try (Learner learner = Learner.create(profile)) {
      double error = learner.train(open, 1).reconstruction();
      assertThat(error == 0).isEqualTo(objective == Objective.MASKED_MODELLING);
    }
  }

  private static SortedMap<String, Tensor> threeSteps(Profile profile) {
    try (Learner learner = Learner.create(profile)) {
      for (int step = 1; step <= 3; step++) {
        learner.train(ramps(profile, step), step);
      }
      return learner.state();
    }
  }

  /** The tiny profile with another objective, on samples that come as they lie in the scan. */
  private static Profile profile(Objective objective) {
    Profile tiny = LearningFixture.profile();
    try {
      JsonNode json = Json.mapper().readTree(Profiles.toJson(tiny));
      ((ObjectNode) json.at("/augment/augmentation")).put("flips", false);
      ((ObjectNode) json.at("/trainer")).put("objective", objective.label());
      return Profiles.fromJson(json.toString());
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Samples that are dark on the left and bright on the right, each in its own way. */
  private static Batch ramps(Profile profile, long seed) {
    Batch balls = LearningFixture.batch(profile, 2, seed);
    UniformRandomProvider random = Seeds.random(seed);
    ByteBuffer voxels =
        ByteBuffer.allocateDirect(balls.voxels().remaining()).order(ByteOrder.LITTLE_ENDIAN);
    for (int sample = 0; sample < 2; sample++) {
      double steepness = 0.5 + 0.4 * random.nextDouble();
      for (int voxel = 0; voxel < EDGE * EDGE * EDGE; voxel++) {
        int i = voxel / (EDGE * EDGE);
        double value = 0.05 + steepness * i / EDGE + 0.05 * random.nextDouble();
        voxels.putShort(Half.toHalf((float) value));
      }
    }
    return new Batch(2, voxels.flip(), balls.maskCodes(), 1);
  }
}
