package dev.hybridmim.evaluator.finetune;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hybridmim.evaluator.metric.LabelMap;
import dev.hybridmim.evaluator.task.PreparedCase;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class CropSamplerTest {

  /** Each voxel's intensity is its own index, so that a crop shows where it was cut. */
  @Property(tries = 100)
  void everyCropIsAPieceOfACaseWithItsOwnLabels(
      @ForAll long seed,
      @ForAll @IntRange(min = 1, max = 13) int i,
      @ForAll @IntRange(min = 1, max = 13) int j,
      @ForAll @IntRange(min = 1, max = 13) int k) {
    PreparedCase prepared = numbered(new int[] {i, j, k});
    CropBatch batch = new CropBatch(3, 1, 8);
    new CropSampler(List.of(prepared), seed).fill(batch, 5);
    for (int place = 0; place < 3; place++) {
      assertThat(voxelsFromCase(batch, place))
          .as("voxels of the case in crop %d", place)
          .isEqualTo(Math.min(8, i) * Math.min(8, j) * Math.min(8, k));
    }
    for (int index = 0; index < batch.voxels().length; index++) {
      int number = (int) batch.voxels()[index];
      int expected = number == 0 ? 0 : prepared.labels().at(number - 1);
      assertThat((int) batch.labels()[index]).isEqualTo(expected);
    }
  }

  @Test
  void isAFunctionOfSeedStepAndPlace() {
    List<PreparedCase> cases = List.of(numbered(new int[] {20, 20, 20}));
    CropBatch one = new CropBatch(4, 1, 8);
    CropBatch other = new CropBatch(4, 1, 8);
    new CropSampler(cases, 1).fill(one, 7);
    CropSampler again = new CropSampler(cases, 1);
    again.fill(other, 6);
    assertThat(other.voxels()).isNotEqualTo(one.voxels());
    again.fill(other, 7);
    assertThat(other.voxels()).isEqualTo(one.voxels());
    new CropSampler(cases, 2).fill(other, 7);
    assertThat(other.voxels()).isNotEqualTo(one.voxels());
  }

  @Test
  void looksForRareClassesAndMirrorsLeftToRightOnly() {
    int[] shape = {40, 40, 40};
    byte[] labels = new byte[40 * 40 * 40];
    labels[(30 * 40 + 30) * 40 + 30] = 1;
    Arrays.fill(labels, 0, 40 * 40 * 3, (byte) 2);
    PreparedCase prepared = numbered(shape, labels);
    CropSampler sampler = new CropSampler(List.of(prepared), 3);
    CropBatch batch = new CropBatch(50, 1, 8);
    sampler.fill(batch, 0);
    int withRare = 0;
    Set<Boolean> mirrored = new HashSet<>();
    for (int place = 0; place < batch.size(); place++) {
      int start = place * 512;
      for (int index = start; index < start + 512; index++) {
        withRare += batch.labels()[index] == 1 ? 1 : 0;
      }
      float first = batch.voxels()[start];
      mirrored.add(batch.voxels()[start + 64] < first);
      assertThat(batch.voxels()[start + 8] - first).isEqualTo(40);
      assertThat(batch.voxels()[start + 1] - first).isEqualTo(1);
    }
    assertThat(withRare).isBetween(5, 25);
    assertThat(mirrored).containsExactlyInAnyOrder(true, false);
  }

  private static int voxelsFromCase(CropBatch batch, int place) {
    int count = 0;
    for (int index = place * 512; index < (place + 1) * 512; index++) {
      count += batch.voxels()[index] > 0 ? 1 : 0;
    }
    return count;
  }

  private static PreparedCase numbered(int[] shape) {
    byte[] labels = new byte[shape[0] * shape[1] * shape[2]];
    for (int index = 0; index < labels.length; index++) {
      labels[index] = (byte) (index % 3);
    }
    return numbered(shape, labels);
  }

  @Test
  void everyChannelIsCutAtTheSamePlace() {
    int[] shape = {9, 10, 11};
    byte[] labels = new byte[shape[0] * shape[1] * shape[2]];
    float[] voxels = new float[2 * labels.length];
    for (int index = 0; index < labels.length; index++) {
      voxels[index] = index + 1;
      voxels[labels.length + index] = -(index + 1);
    }
    PreparedCase prepared =
        new PreparedCase(
            voxels, 2, shape, new double[] {1, 1, 1}, new LabelMap(shape, labels), new long[3]);
    CropBatch batch = new CropBatch(3, 2, 8);
    new CropSampler(List.of(prepared), 4).fill(batch, 0);
    int cells = 8 * 8 * 8;
    for (int item = 0; item < 3; item++) {
      for (int cell = 0; cell < cells; cell++) {
        float first = batch.voxels()[item * 2 * cells + cell];
        assertThat(first).isPositive();
        assertThat(batch.voxels()[(item * 2 + 1) * cells + cell]).isEqualTo(-first);
      }
    }
  }

  private static PreparedCase numbered(int[] shape, byte[] labels) {
    float[] voxels = new float[labels.length];
    for (int index = 0; index < voxels.length; index++) {
      voxels[index] = index + 1;
    }
    return new PreparedCase(
        voxels, 1, shape, new double[] {1, 1, 1}, new LabelMap(shape, labels), new long[3]);
  }
}
