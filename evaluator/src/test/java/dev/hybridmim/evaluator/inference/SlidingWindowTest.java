package dev.hybridmim.evaluator.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.hybridmim.evaluator.metric.LabelMap;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class SlidingWindowTest {

  /**
   * A voxelwise network gives the same answer in every window, so the whole must equal the
   * voxelwise answer.
   */
  @Property(tries = 150)
  void givesTheVoxelwiseAnswerOfAVoxelwiseNetwork(
      @ForAll long seed,
      @ForAll @IntRange(min = 1, max = 14) int i,
      @ForAll @IntRange(min = 1, max = 14) int j,
      @ForAll @IntRange(min = 1, max = 14) int k,
      @ForAll @IntRange(min = 1, max = 5) int batchSize,
      @ForAll @IntRange(min = 1, max = 2) int channels,
      @ForAll @DoubleRange(min = 0, max = 0.9) double overlap) {
    int[] window = {4, 6, 5};
    int cells = 4 * 6 * 5;
    int volume = i * j * k;
    float[] voxels = new float[channels * volume];
    Random random = new Random(seed);
    for (int index = 0; index < voxels.length; index++) {
      voxels[index] = random.nextFloat();
    }
    WindowNetwork network = (windows, count) -> thresholds(windows, count, channels, cells);

    LabelMap labels =
        new SlidingWindow(window, overlap, batchSize, 3)
            .segment(voxels, channels, new int[] {i, j, k}, network);

    for (int voxel = 0; voxel < volume; voxel++) {
      assertThat(labels.at(voxel)).isEqualTo(Math.min(2, (int) (voxels[voxel] * 3)));
    }
  }

  @Property(tries = 200)
  void windowsCoverEveryVoxelAndStayInside(
      @ForAll @IntRange(min = 1, max = 60) int length,
      @ForAll @IntRange(min = 1, max = 20) int edge,
      @ForAll @DoubleRange(min = 0, max = 0.95) double overlap) {
    WindowGrid grid = WindowGrid.over(new int[] {length, 1, 1}, new int[] {edge, 1, 1}, overlap);
    boolean[] covered = new boolean[grid.padded()[0]];
    for (int[] origin : grid.origins()) {
      Arrays.fill(covered, origin[0], origin[0] + edge, true);
    }
    assertThat(covered).doesNotContain(false);
    assertThat(grid.origins()).doesNotHaveDuplicates();
  }

  @Test
  void trustsTheMiddleOfAWindowMoreThanItsBorder() {
    // Each window says class 1 on its first half and class 0 on its second; at the overlap the
    // window whose centre is nearer wins.
    WindowNetwork network =
        (windows, count) -> {
          float[] scores = new float[count * 2 * 8];
          for (int item = 0; item < count; item++) {
            for (int position = 0; position < 8; position++) {
              scores[(item * 2 + 1) * 8 + position] = position < 4 ? 1 : -1;
            }
          }
          return scores;
        };
    LabelMap labels =
        new SlidingWindow(new int[] {1, 1, 8}, 0.5, 4, 2)
            .segment(new float[12], 1, new int[] {1, 1, 12}, network);
    // Windows 0..7 and 4..11: voxels 4 and 5 lie nearer to the first one's centre, 6 and 7 to the
    // second one's.
    List<Integer> values = new ArrayList<>();
    for (int voxel = 0; voxel < 12; voxel++) {
      values.add(labels.at(voxel));
    }
    assertThat(values).containsExactly(1, 1, 1, 1, 0, 0, 1, 1, 0, 0, 0, 0);
  }

  @Test
  void weightsAreASymmetricBellWithAFloor() {
    float[] weights = GaussianWeights.over(new int[] {9, 1, 1});
    assertThat(weights[4]).isEqualTo(1);
    assertThat(weights[3]).isEqualTo(weights[5]);
    assertThat((double) weights[3]).isCloseTo(Math.exp(-0.5 / (1.125 * 1.125)), within(1e-6));
    assertThat(GaussianWeights.over(new int[] {32, 32, 32})[0]).isEqualTo(1e-3f);
  }

  @Test
  void refusesSettingsThatMakeNoSense() {
    int[] window = {4, 4, 4};
    assertThatThrownBy(() -> new SlidingWindow(window, 1, 1, 2)).hasMessageContaining("Overlap");
    assertThatThrownBy(() -> new SlidingWindow(window, 0.5, 0, 2)).hasMessageContaining("batch");
    assertThatThrownBy(
            () ->
                new SlidingWindow(window, 0.5, 1, 2)
                    .segment(new float[64], 1, window, (windows, count) -> new float[3]))
        .hasMessageContaining("3 scores");
  }

  private static float[] thresholds(float[] windows, int count, int channels, int cells) {
    float[] scores = new float[count * 3 * cells];
    for (int item = 0; item < count; item++) {
      for (int cell = 0; cell < cells; cell++) {
        float value = windows[item * channels * cells + cell];
        int label = Math.min(2, (int) (value * 3));
        scores[(item * 3 + label) * cells + cell] = 1;
      }
    }
    return scores;
  }
}
