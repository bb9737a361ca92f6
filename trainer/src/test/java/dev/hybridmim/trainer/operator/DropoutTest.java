package dev.hybridmim.trainer.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.hybridmim.platform.number.Seeds;
import org.apache.commons.rng.UniformRandomProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DropoutTest {

  @ParameterizedTest
  @ValueSource(doubles = {0.001, 0.1, 0.5, 0.8999})
  void theMaskFollowsItsSpecification(double probability) {
    int elements = 100_003;
    boolean[] kept = masks(Dropout.of(probability).restart(42), elements);

    UniformRandomProvider random = Seeds.random(42);
    int threshold = (int) Math.round(probability * 16384);
    int dropped = 0;
    for (int word = 0; word * 8 < elements; word++) {
      long upper = random.nextLong();
      long lower = random.nextLong();
      for (int lane = 0; lane < 8 && word * 8 + lane < elements; lane++) {
        long number = (upper >>> 8 * lane & 127) << 7 | lower >>> 8 * lane & 127;
        assertThat(kept[word * 8 + lane]).isEqualTo(number >= threshold);
        dropped += kept[word * 8 + lane] ? 0 : 1;
      }
    }
    assertThat((double) dropped / elements).isCloseTo(probability, within(0.005));
  }

  @Test
  void theSameSeedGivesTheSameMasksAndMasksDiffer() {
    Dropout dropout = Dropout.of(0.5);
    boolean[] first = masks(dropout.restart(1), 64);
    boolean[] next = masks(dropout, 64);
    assertThat(next).isNotEqualTo(first);
    assertThat(masks(dropout.restart(1), 64)).isEqualTo(first);
    assertThat(masks(dropout.restart(2), 64)).isNotEqualTo(first);
  }

  @Test
  void whatIsKeptIsScaledUp() {
    try (NDManager manager = NDManager.newBaseManager();
        Operators operators = Operators.load(manager)) {
      NDArray ones = manager.ones(new Shape(100_000));
      Dropout dropout = Dropout.of(0.25).restart(3);
      assertThat(operators.dropout(ones, dropout).mean().getFloat()).isCloseTo(1, within(0.01f));
      assertThat(operators.dropout(ones, dropout).max().getFloat())
          .isCloseTo(1 / 0.75f, within(1e-6f));
      assertThat(operators.dropout(ones, Dropout.none())).isSameAs(ones);
    }
  }

  @Test
  void aProbabilityOutsideItsRangeIsRefused() {
    assertThatThrownBy(() -> Dropout.of(1)).hasMessageContaining("1.0");
    assertThatThrownBy(() -> Dropout.of(Double.NaN)).hasMessageContaining("NaN");
  }

  private static boolean[] masks(Dropout dropout, int elements) {
    try (NDManager manager = NDManager.newBaseManager()) {
      return dropout.next(manager, new Shape(elements)).toBooleanArray();
    }
  }
}
