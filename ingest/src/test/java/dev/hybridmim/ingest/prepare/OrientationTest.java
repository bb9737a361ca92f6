package dev.hybridmim.ingest.prepare;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hybridmim.ingest.image.Affine;
import dev.hybridmim.ingest.image.Image;
import dev.hybridmim.ingest.testing.SyntheticImages;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class OrientationTest {
  private static final int[][] PERMUTATIONS = {
    {0, 1, 2}, {0, 2, 1}, {1, 0, 2}, {1, 2, 0}, {2, 0, 1}, {2, 1, 0}
  };

  @Property(tries = 300)
  void everyVoxelKeepsItsPlaceInThePatient(
      @ForAll @IntRange(max = 5) int permutation,
      @ForAll @IntRange(max = 7) int flips,
      @ForAll @IntRange(min = 2, max = 40) int sizeI,
      @ForAll @IntRange(min = 2, max = 20) int sizeJ,
      @ForAll @IntRange(min = 2, max = 20) int sizeK) {
    Image image =
        SyntheticImages.noise(
            permutation, new int[] {sizeI, sizeJ, sizeK}, affine(permutation, flips));
    Image oriented = Orientation.toRas(image);
    assertThat(oriented.affine().axisCodes()).isEqualTo("RAS");
    Affine toSource = image.affine().inverse().times(oriented.affine());
    for (int i = 0; i < oriented.size(0); i++) {
      for (int j = 0; j < oriented.size(1); j++) {
        for (int k = 0; k < oriented.size(2); k++) {
          double[] source = toSource.apply(i, j, k);
          float expected =
              image.at(
                  (int) Math.rint(source[0]),
                  (int) Math.rint(source[1]),
                  (int) Math.rint(source[2]));
          assertThat(oriented.at(i, j, k)).isEqualTo(expected);
        }
      }
    }
  }

  @Property(tries = 100)
  void undoIsTheWayBack(
      @ForAll @IntRange(max = 5) int permutation, @ForAll @IntRange(max = 7) int flips) {
    int[] shape = {17, 9, 35};
    Image image = SyntheticImages.noise(7, shape, affine(permutation, flips));
    Orientation orientation = Orientation.of(Grid.of(image));
    assertThat(orientation.undo(orientation.apply(image.voxels()))).isEqualTo(image.voxels());
    byte[] labels = new byte[image.voxels().length];
    for (int n = 0; n < labels.length; n++) {
      labels[n] = (byte) image.voxels()[n];
    }
    assertThat(orientation.undo(orientation.apply(labels))).isEqualTo(labels);
  }

  @Test
  void whatIsOrientedAlreadyIsNotCopied() {
    Image image = SyntheticImages.noise(1, new int[] {3, 4, 5}, Affine.scaling(1, 2, 3));
    assertThat(Orientation.toRas(image)).isSameAs(image);
    Image mirrored = SyntheticImages.noise(1, new int[] {3, 4, 5}, Affine.scaling(-1, 2, 3));
    assertThat(Orientation.toRas(mirrored)).isNotSameAs(mirrored);
  }

  /** A slightly oblique affine whose axes are permuted and flipped. */
  private static Affine affine(int permutation, int flips) {
    double[][] tilted = {{0.99, 0.1, -0.02}, {-0.1, 0.98, 0.05}, {0.03, -0.04, 0.99}};
    double[] rows = new double[12];
    for (int axis = 0; axis < 3; axis++) {
      double sign = (flips >> axis & 1) == 0 ? 1.5 : -1.5;
      for (int row = 0; row < 3; row++) {
        rows[4 * row + axis] = sign * tilted[row][PERMUTATIONS[permutation][axis]];
      }
    }
    rows[3] = 10;
    rows[7] = -20;
    rows[11] = 30;
    return Affine.of(rows);
  }
}
