package dev.hybridmim.ingest.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.hybridmim.platform.number.Seeds;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.apache.commons.rng.UniformRandomProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AffineTest {
  @Property(tries = 500)
  void theInverseUndoes(@ForAll long seed) {
    Affine affine = random(seed);
    if (affine.invertible()) {
      Affine both = affine.inverse().times(affine);
      assertThat(both.distance(Affine.identity())).isLessThan(1e-6);
      double[] point = affine.apply(3, -4, 5);
      double[] back = affine.inverse().apply(point[0], point[1], point[2]);
      assertThat(back).containsExactly(new double[] {3, -4, 5}, within(1e-6));
    }
  }

  @Property(tries = 500)
  void everyAnatomicalAxisIsGivenAwayOnce(@ForAll long seed) {
    Affine affine = random(seed);
    if (affine.invertible()) {
      AxisDirections directions = affine.directions();
      assertThat(new int[] {directions.axisOfI(), directions.axisOfJ(), directions.axisOfK()})
          .containsExactlyInAnyOrder(0, 1, 2);
    }
  }

  /** Axes that nearly lie in one plane, as a wrong header has them, still point somewhere. */
  @ParameterizedTest
  @ValueSource(doubles = {1, 0.1, 0.002})
  void nearlyFlatAxesAreGivenAwayOnce(double height) {
    AxisDirections directions =
        Affine.of(1, 1, 1, 0, 0, height, 0, 0, 0, 0, height, 0).directions();
    assertThat(new int[] {directions.axisOfI(), directions.axisOfJ(), directions.axisOfK()})
        .containsExactlyInAnyOrder(0, 1, 2);
  }

  /** A random affine for which an unscaled iteration ended at singular axes. */
  @Test
  void anAffineWithASmallAngleHasDirections() {
    everyAnatomicalAxisIsGivenAwayOnce(-2400413066106884267L);
  }

  @Test
  void saysWhereTheAxesPoint() {
    assertThat(Affine.identity().axisCodes()).isEqualTo("RAS");
    assertThat(Affine.of(0, 0, 2, 0, -3, 0, 0, 0, 0, -1, 0, 0).axisCodes()).isEqualTo("PIR");
    assertThat(Affine.scaling(-1, -1, 2).axisCodes()).isEqualTo("LPS");
    assertThat(Affine.scaling(-1, 1, 1).determinant()).isNegative();
  }

  @Test
  void spacingIsTheLengthOfTheColumns() {
    assertThat(Affine.of(3, 0, 0, 9, 4, 0, 0, 9, 0, 2, 0.5, 9).spacing())
        .containsExactly(5, 2, 0.5);
  }

  @Test
  void aFlatAffineHasNoInverse() {
    Affine flat = Affine.of(1, 2, 0, 0, 1, 2, 0, 0, 0, 0, 1, 0);
    assertThat(flat.invertible()).isFalse();
    assertThat(Affine.scaling(0, 1, 1).invertible()).isFalse();
    assertThat(Affine.scaling(Double.NaN, 1, 1).invertible()).isFalse();
    assertThatThrownBy(flat::inverse).isInstanceOf(ArithmeticException.class);
    assertThatThrownBy(() -> Affine.of(1, 2, 3)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void numbersAreWhereTheyWere() {
    Affine affine = Affine.of(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 0, 0, 0, 1);
    assertThat(affine.at(1, 2)).isEqualTo(7);
    assertThat(affine.at(3, 3)).isEqualTo(1);
    assertThat(affine.toRowMajor())
        .containsExactly(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 0, 0, 0, 1);
  }

  private static Affine random(long seed) {
    UniformRandomProvider random = Seeds.random(seed);
    double[] rows = new double[12];
    for (int n = 0; n < rows.length; n++) {
      rows[n] = random.nextDouble(-3, 3);
    }
    return Affine.of(rows);
  }
}
