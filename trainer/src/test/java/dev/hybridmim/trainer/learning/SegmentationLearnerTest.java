package dev.hybridmim.trainer.learning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.hybridmim.platform.number.Seeds;
import dev.hybridmim.platform.profile.NetworkProfile;
import dev.hybridmim.platform.profile.Profile;
import dev.hybridmim.platform.profile.SwinProfile;
import dev.hybridmim.trainer.network.PretrainedWeights;
import dev.hybridmim.trainer.network.WeightTransfer;
import dev.hybridmim.trainer.safetensors.Tensor;
import java.util.Map;
import java.util.SortedMap;
import org.apache.commons.rng.UniformRandomProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SegmentationLearnerTest {
  private static final int EDGE = 16;
  private static final int VOLUME = EDGE * EDGE * EDGE;
  private static final int[] EDGES = {EDGE, EDGE, EDGE};

  private final Profile profile = LearningFixture.profile();
  private final SegmentationLearner.Settings settings =
      new SegmentationLearner.Settings(2, 1e-4, 1, 1);

  @Test
  void itLearnsToFindABrightHalf() {
    try (SegmentationLearner learner = SegmentationLearner.create(profile.network(), settings)) {
      float[] voxels = new float[2 * VOLUME];
      byte[] labels = new byte[2 * VOLUME];
      fill(voxels, labels);
      double first = learner.step(voxels, labels, EDGES, 1e-2);
      double last = first;
      for (int step = 0; step < 40; step++) {
        last = learner.step(voxels, labels, EDGES, 1e-2);
      }
      assertThat(last).isLessThan(0.5 * first);

      float[] probabilities = learner.predict(voxels, EDGES);
      int right = 0;
      for (int voxel = 0; voxel < VOLUME; voxel++) {
        assertThat(probabilities[voxel] + probabilities[VOLUME + voxel])
            .isCloseTo(1, within(1e-5f));
        right += (probabilities[VOLUME + voxel] > 0.5 ? 1 : 0) == labels[voxel] ? 1 : 0;
      }
      assertThat(right).isGreaterThan((int) (0.95 * VOLUME));
    }
  }

  @Test
  void itLearnsOverlappingClassesAndItsWeightsMoveToAnother() {
    SegmentationLearner.Settings overlapping =
        new SegmentationLearner.Settings(2, 1e-4, 1, 1, true);
    float[] voxels = new float[2 * VOLUME];
    byte[] labels = new byte[2 * VOLUME];
    fill(voxels, labels);
    // Class 0 is everywhere, class 1 is the bright half.
    for (int voxel = 0; voxel < labels.length; voxel++) {
      labels[voxel] = (byte) (labels[voxel] == 1 ? 3 : 1);
    }
    try (SegmentationLearner learner = SegmentationLearner.create(profile.network(), overlapping);
        SegmentationLearner other = SegmentationLearner.create(profile.network(), overlapping)) {
      double first = learner.step(voxels, labels, EDGES, 1e-2);
      double last = first;
      for (int step = 0; step < 40; step++) {
        last = learner.step(voxels, labels, EDGES, 1e-2);
      }
      assertThat(last).isLessThan(0.5 * first);
      float[] scores = learner.predict(voxels, EDGES);
      int right = 0;
      for (int voxel = 0; voxel < VOLUME; voxel++) {
        right += scores[voxel] > 0 ? 1 : 0;
        right += scores[VOLUME + voxel] > 0 == (labels[voxel] == 3) ? 1 : 0;
      }
      assertThat(right).isGreaterThan((int) (0.95 * 2 * VOLUME));
      other.loadWeights(learner.weights());
      assertThat(other.predict(voxels, EDGES)).isEqualTo(scores);
      assertThatThrownBy(() -> other.loadWeights(Map.of()))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("another network");
      labels[5] = 4;
      assertThatThrownBy(() -> learner.step(voxels, labels, EDGES, 1e-2))
          .hasMessageContaining("label 4");
    }
  }

  @Test
  void theSameSeedGivesTheSameLearner() {
    float[] voxels = new float[VOLUME];
    byte[] labels = new byte[VOLUME];
    fill(voxels, labels);
    float[][] predictions = new float[2][];
    for (int run = 0; run < 2; run++) {
      try (SegmentationLearner learner = SegmentationLearner.create(profile.network(), settings)) {
        learner.step(voxels, labels, EDGES, 1e-2);
        learner.step(voxels, labels, EDGES, 1e-2);
        predictions[run] = learner.predict(voxels, EDGES);
      }
    }
    assertThat(predictions[1]).isEqualTo(predictions[0]);
  }

  @ParameterizedTest
  @EnumSource(NetworkProfile.Backbone.class)
  void aRestoredLearnerGoesOnBitForBit(NetworkProfile.Backbone backbone) {
    int edge = 32;
    int[] edges = {edge, edge, edge};
    float[] voxels = new float[edge * edge * edge];
    byte[] labels = new byte[voxels.length];
    fill(voxels, labels);
    NetworkProfile network =
        backbone == NetworkProfile.Backbone.UNET
            ? profile.network()
            : SwinLearnerTest.tiny(SwinProfile.PatchMerging.MERGING).network();
    SortedMap<String, Tensor> half;
    SortedMap<String, Tensor> whole;
    try (SegmentationLearner learner = SegmentationLearner.create(network, settings)) {
      double first = learner.step(voxels, labels, edges, 1e-2);
      half = learner.state();
      double second = learner.step(voxels, labels, edges, 1e-2);
      assertThat(second).isLessThan(first);
      whole = learner.state();
      assertThat(whole).isNotEqualTo(half);
    }
    try (SegmentationLearner learner = SegmentationLearner.create(network, settings)) {
      learner.restore(half);
      assertThat(learner.state()).isEqualTo(half);
      learner.step(voxels, labels, edges, 1e-2);
      assertThat(learner.state()).isEqualTo(whole);
      half.remove(half.firstKey());
      assertThatThrownBy(() -> learner.restore(half)).isInstanceOf(StateMismatchException.class);
    }
  }

  @Test
  void itStartsFromASnapshotAndSaysWhatItTook() {
    Map<String, Tensor> state;
    try (Learner learner = Learner.create(profile)) {
      state = learner.state();
    }
    SegmentationLearner.Settings fiveClasses = new SegmentationLearner.Settings(5, 1e-4, 1, 1);
    try (SegmentationLearner learner = SegmentationLearner.create(profile.network(), fiveClasses)) {
      WeightTransfer transfer = learner.loadPretrained(PretrainedWeights.of(state));
      assertThat(transfer.missing())
          .containsExactlyInAnyOrder("decoder_pred.weight", "decoder_pred.bias");
      assertThat(transfer.left())
          .contains("decoder_pred.weight", "pred_mask_region.weight", "contrast_learning_head.bias")
          .hasSize(8);
      assertThat(transfer.adapted()).isEmpty();
      assertThat(transfer.taken())
          .contains("conv_0.conv_0.conv.weight", "ups.3.upsample.deconv.bias");
    }
  }

  @Test
  void aStemForMoreChannelsRepeatsThePretrainedOne() {
    Map<String, Tensor> state;
    try (Learner learner = Learner.create(profile)) {
      state = learner.state();
    }
    NetworkProfile one = profile.network();
    NetworkProfile four =
        new NetworkProfile(
            one.backbone(), 4, one.widths(), one.pools(), one.dropout(), one.contrastDimension());
    float[] single = new float[VOLUME];
    fill(single, new byte[VOLUME]);
    float[] repeated = new float[4 * VOLUME];
    for (int channel = 0; channel < 4; channel++) {
      System.arraycopy(single, 0, repeated, channel * VOLUME, VOLUME);
    }
    try (SegmentationLearner narrow = SegmentationLearner.create(one, settings);
        SegmentationLearner wide = SegmentationLearner.create(four, settings)) {
      narrow.loadPretrained(PretrainedWeights.of(state));
      WeightTransfer transfer = wide.loadPretrained(PretrainedWeights.of(state));
      assertThat(transfer.adapted()).containsExactly("conv_0.conv_0.conv.weight");
      assertThat(wide.predict(repeated, EDGES))
          .containsExactly(narrow.predict(single, EDGES), within(1e-4f));
    }
  }

  @Test
  void nativeArraysStayAsManyAsTheyWere() {
    try (SegmentationLearner learner = SegmentationLearner.create(profile.network(), settings)) {
      float[] voxels = new float[VOLUME];
      byte[] labels = new byte[VOLUME];
      fill(voxels, labels);
      learner.step(voxels, labels, EDGES, 1e-2);
      learner.predict(voxels, EDGES);
      long before = learner.liveArrays();
      for (int step = 0; step < 10; step++) {
        learner.step(voxels, labels, EDGES, 1e-2);
        learner.predict(voxels, EDGES);
      }
      assertThat(learner.liveArrays()).isEqualTo(before);
    }
  }

  @Test
  void badSizesAndLabelsAreRefused() {
    try (SegmentationLearner learner = SegmentationLearner.create(profile.network(), settings)) {
      byte[] labels = new byte[VOLUME];
      assertThatThrownBy(() -> learner.predict(new float[12 * 16 * 16], new int[] {12, 16, 16}))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("first edge is 12");
      assertThatThrownBy(() -> learner.predict(new float[7], EDGES))
          .hasMessageContaining("7 voxels");
      assertThatThrownBy(() -> learner.step(new float[VOLUME], new byte[3], EDGES, 1e-3))
          .hasMessageContaining("3 were given");
      labels[5] = 2;
      assertThatThrownBy(() -> learner.step(new float[VOLUME], labels, EDGES, 1e-3))
          .hasMessageContaining("The label 2");
    }
  }

  private static void fill(float[] voxels, byte[] labels) {
    UniformRandomProvider random = Seeds.random(3);
    for (int voxel = 0; voxel < voxels.length; voxel++) {
      boolean bright = voxel % EDGE >= EDGE / 2;
      labels[voxel] = (byte) (bright ? 1 : 0);
      voxels[voxel] = (bright ? 0.7f : 0.3f) + 0.1f * random.nextFloat();
    }
  }
}
