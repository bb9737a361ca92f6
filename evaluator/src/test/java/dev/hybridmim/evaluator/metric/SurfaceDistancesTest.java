package dev.hybridmim.evaluator.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class SurfaceDistancesTest {

  @Property(tries = 200)
  void agreesWithMeasuringEveryPair(
      @ForAll long seed,
      @ForAll @IntRange(min = 1, max = 9) int i,
      @ForAll @IntRange(min = 1, max = 9) int j,
      @ForAll @IntRange(min = 1, max = 9) int k,
      @ForAll @DoubleRange(min = 0.1, max = 5) double spacingI,
      @ForAll @DoubleRange(min = 0.1, max = 5) double spacingK,
      @ForAll @DoubleRange(min = 0.02, max = 0.98) double density) {
    int[] shape = {i, j, k};
    double[] spacing = {spacingI, 1, spacingK};
    Random random = new Random(seed);
    LabelMap prediction = scattered(shape, density, random);
    LabelMap reference = scattered(shape, density, random);

    SurfaceDistances distances = SurfaceDistances.between(prediction, reference, 1, spacing);

    List<int[]> predicted = surface(prediction);
    List<int[]> labelled = surface(reference);
    close(distances.toReference(), pairwise(predicted, labelled, spacing));
    close(distances.toPrediction(), pairwise(labelled, predicted, spacing));
  }

  @Property(tries = 100)
  void isSymmetricAndZeroForItself(@ForAll long seed) {
    Random random = new Random(seed);
    LabelMap one = scattered(new int[] {6, 5, 7}, 0.4, random);
    LabelMap other = scattered(new int[] {6, 5, 7}, 0.4, random);
    double[] spacing = {1, 2, 3};
    assertThat(SurfaceDistances.between(one, other, 1, spacing).hausdorff95())
        .isEqualTo(SurfaceDistances.between(other, one, 1, spacing).hausdorff95());
    assertThat(SurfaceDistances.between(one, one, 1, spacing).hausdorff95()).isZero();
    assertThat(Dice.of(one, other, 1)).isEqualTo(Dice.of(other, one, 1)).isBetween(0.0, 1.0);
  }

  @Test
  void staysFastWhenStructuresAreLargeAndFarApart() {
    int[] shape = {96, 96, 96};
    byte[] left = new byte[96 * 96 * 96];
    byte[] right = left.clone();
    Arrays.fill(left, 0, 96 * 96 * 30, (byte) 1);
    Arrays.fill(right, 96 * 96 * 60, 96 * 96 * 96, (byte) 1);
    double distance =
        SurfaceDistances.between(
                new LabelMap(shape, left),
                new LabelMap(shape, right),
                1,
                new double[] {0.5, 0.5, 0.5})
            .hausdorff(100);
    assertThat(distance).isEqualTo(33.0);
  }

  @Test
  void surfaceDiceIsTheShareOfSurfaceVoxelsWithinTheTolerance() {
    Random random = new Random(5);
    double[] spacing = {0.7, 1, 3};
    for (int number = 0; number < 20; number++) {
      LabelMap one = scattered(new int[] {6, 7, 5}, 0.4, random);
      LabelMap other = scattered(new int[] {6, 7, 5}, 0.1, random);
      double[] forward = pairwise(surface(one), surface(other), spacing);
      double[] backward = pairwise(surface(other), surface(one), spacing);
      for (double tolerance : new double[] {0, 0.7, 1, 2.9}) {
        double near =
            Arrays.stream(forward).filter(distance -> distance <= tolerance).count()
                + Arrays.stream(backward).filter(distance -> distance <= tolerance).count();
        assertThat(SurfaceDistances.between(one, other, 1, spacing).surfaceDice(tolerance))
            .isEqualTo(near / (forward.length + backward.length));
      }
    }
  }

  @Test
  void surfaceDiceOfEmptySidesIsNoneOrUndefined() {
    LabelMap empty = new LabelMap(new int[] {2, 2, 2}, new byte[8]);
    LabelMap full = new LabelMap(new int[] {2, 2, 2}, new byte[] {1, 1, 1, 1, 1, 1, 1, 1});
    double[] spacing = {1, 1, 1};
    assertThat(SurfaceDistances.between(empty, full, 1, spacing).surfaceDice(9)).isZero();
    assertThat(SurfaceDistances.between(full, empty, 1, spacing).surfaceDice(9)).isZero();
    assertThat(SurfaceDistances.between(empty, empty, 1, spacing).surfaceDice(9)).isNaN();
    assertThat(SurfaceDistances.between(full, full, 1, spacing).surfaceDice(0)).isEqualTo(1);
    assertThat(ClassVolume.differenceMm3(full, empty, 1, spacing, 0)).isEqualTo(8);
    assertThatThrownBy(() -> SurfaceDistances.between(full, full, 1, spacing).surfaceDice(-1))
        .hasMessageContaining("tolerance");
  }

  @Test
  void refusesMapsOfDifferentShapesAndSpacingThatIsNone() {
    LabelMap one = new LabelMap(new int[] {2, 2, 2}, new byte[8]);
    LabelMap other = new LabelMap(new int[] {2, 4, 1}, new byte[8]);
    assertThatThrownBy(() -> SurfaceDistances.between(one, other, 1, new double[] {1, 1, 1}))
        .hasMessageContaining("[2, 2, 2]")
        .hasMessageContaining("[2, 4, 1]");
    assertThatThrownBy(() -> SurfaceDistances.between(one, one, 1, new double[] {1, 0, 1}))
        .hasMessageContaining("Spacing");
    assertThatThrownBy(() -> new LabelMap(new int[] {2, 2}, new byte[4]))
        .hasMessageContaining("three positive extents");
    assertThatThrownBy(() -> new LabelMap(new int[] {2, 2, 3}, new byte[4]))
        .hasMessageContaining("don't fill");
  }

  @Test
  void meansCountOnlyWhatIsDefined() {
    assertThat(DefinedMean.of(1, Double.NaN, 3, Double.POSITIVE_INFINITY))
        .isEqualTo(new DefinedMean(2, 2));
    assertThat(DefinedMean.of(Double.NaN).mean()).isNaN();
  }

  private static void close(double[] actual, double[] expected) {
    assertThat(actual).hasSameSizeAs(expected);
    for (int index = 0; index < actual.length; index++) {
      if (Double.isInfinite(expected[index])) {
        assertThat(actual[index]).isEqualTo(expected[index]);
      } else {
        assertThat(actual[index]).isCloseTo(expected[index], within(1e-9));
      }
    }
  }

  private static double[] pairwise(List<int[]> from, List<int[]> to, double[] spacing) {
    return from.stream()
        .mapToDouble(
            voxel ->
                to.stream()
                    .mapToDouble(other -> distance(voxel, other, spacing))
                    .min()
                    .orElse(Double.POSITIVE_INFINITY))
        .sorted()
        .toArray();
  }

  private static double distance(int[] one, int[] other, double[] spacing) {
    double sum = 0;
    for (int axis = 0; axis < 3; axis++) {
      double along = (one[axis] - other[axis]) * spacing[axis];
      sum += along * along;
    }
    return Math.sqrt(sum);
  }

  private static List<int[]> surface(LabelMap labels) {
    int[] shape = labels.shape();
    List<int[]> surface = new ArrayList<>();
    for (int i = 0; i < shape[0]; i++) {
      for (int j = 0; j < shape[1]; j++) {
        for (int k = 0; k < shape[2]; k++) {
          int[] voxel = {i, j, k};
          if (inside(labels, voxel) && touchesOutside(labels, voxel)) {
            surface.add(voxel);
          }
        }
      }
    }
    return surface;
  }

  private static boolean touchesOutside(LabelMap labels, int[] voxel) {
    for (int axis = 0; axis < 3; axis++) {
      for (int step = -1; step <= 1; step += 2) {
        int[] neighbour = voxel.clone();
        neighbour[axis] += step;
        if (!inside(labels, neighbour)) {
          return true;
        }
      }
    }
    return false;
  }

  private static boolean inside(LabelMap labels, int[] voxel) {
    int[] shape = labels.shape();
    for (int axis = 0; axis < 3; axis++) {
      if (voxel[axis] < 0 || voxel[axis] >= shape[axis]) {
        return false;
      }
    }
    return labels.at((voxel[0] * shape[1] + voxel[1]) * shape[2] + voxel[2]) == 1;
  }

  private static LabelMap scattered(int[] shape, double density, Random random) {
    byte[] labels = new byte[shape[0] * shape[1] * shape[2]];
    for (int index = 0; index < labels.length; index++) {
      labels[index] = (byte) (random.nextDouble() < density ? 1 : 0);
    }
    return new LabelMap(shape, labels);
  }
}
