package dev.hybridmim.evaluator.metric;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DiceTest {
  private static final LabelMap PREDICTION = map(1, 1, 0, 2);
  private static final LabelMap REFERENCE = map(1, 0, 0, 0);

  @Test
  void isTwiceTheOverlapOverBothSizes() {
    assertThat(Dice.of(PREDICTION, REFERENCE, 1)).isEqualTo(2.0 / 3);
    assertThat(Dice.of(PREDICTION, REFERENCE, 2)).isNaN();
    assertThat(Dice.countingEmpty(PREDICTION, REFERENCE, 2)).isZero();
    assertThat(Dice.countingEmpty(PREDICTION, REFERENCE, 3)).isEqualTo(1);
  }

  @Test
  void countsWhatLiesBeyondTheMapsAsMissed() {
    assertThat(Dice.of(PREDICTION, REFERENCE, 1, 2)).isEqualTo(2.0 / 5);
    assertThat(Dice.of(PREDICTION, REFERENCE, 3, 2)).isZero();
    ClassMetrics metrics = ClassMetrics.of(PREDICTION, REFERENCE, 1, new double[] {1, 2, 3}, 2, 1);
    assertThat(metrics.dice()).isEqualTo(0.4);
    assertThat(metrics.volumeDifferenceMm3()).isEqualTo((2 - 3) * 6);
    assertThat(metrics.hd95Mm()).isPositive();
  }

  private static LabelMap map(int... labels) {
    byte[] bytes = new byte[labels.length];
    for (int index = 0; index < labels.length; index++) {
      bytes[index] = (byte) labels[index];
    }
    return new LabelMap(new int[] {1, 1, labels.length}, bytes);
  }
}
