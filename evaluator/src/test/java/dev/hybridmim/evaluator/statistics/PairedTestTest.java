package dev.hybridmim.evaluator.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class PairedTestTest {
  @Test
  void allPairsOneWayHaveTheSmallestExactValue() {
    // Five pairs, all positive: 2 of the 32 signs are as extreme.
    PairedTest test =
        PairedTest.of(new double[][] {{2, 4, 6, 8, 11}}, new double[][] {{1, 2, 3, 4, 5}});
    assertThat(test.cases()).isEqualTo(5);
    assertThat(test.pValue()).isCloseTo(2.0 / 32, within(1e-9));
  }

  @Test
  void pairsThatDoNotDifferSayNothing() {
    double[][] same = {{0.5, 0.7, Double.NaN}};
    assertThat(PairedTest.of(same, same)).isEqualTo(new PairedTest(0, 1));
  }

  @Test
  void casesAreAveragedOverSeedsFirst() {
    double[][] first = {{1, 1, 1, 1, 1}, {-1, -1, -1, -1, -1}};
    double[][] second = new double[2][5];
    assertThat(PairedTest.of(first, second)).isEqualTo(new PairedTest(0, 1));
  }

  @Test
  void manyPairsAreTakenAsNormal() {
    double[][] first = {new double[60]};
    Arrays.setAll(first[0], index -> 1 + index / 100.0);
    assertThat(PairedTest.of(first, new double[1][60]).pValue()).isLessThan(1e-8);
  }

  @Test
  void unequalTablesAreRefused() {
    assertThatThrownBy(() -> PairedTest.of(new double[1][2], new double[1][3]))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> PairedTest.of(new double[1][2], new double[2][2]))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
