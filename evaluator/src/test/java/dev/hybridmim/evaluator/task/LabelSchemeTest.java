package dev.hybridmim.evaluator.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hybridmim.evaluator.metric.LabelMap;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class LabelSchemeTest {
  private static final LabelScheme TUMOUR =
      new LabelScheme(
          List.of("whole", "core", "enhancing"),
          List.of(List.of(1, 2, 4), List.of(1, 4), List.of(4)),
          true,
          List.of());

  @Test
  void overlappingClassesAreBits() {
    byte[] codes = TUMOUR.encode(new byte[] {0, 1, 2, 4});
    assertThat(codes).containsExactly(0, 3, 1, 7);
    assertThat(TUMOUR.decode(codes)).containsExactly(0, 1, 2, 4);
    assertThat(TUMOUR.allowed()).containsExactly(0, 1, 2, 4);
    LabelMap map = new LabelMap(new int[] {1, 1, 4}, codes);
    assertThat(TUMOUR.counts(map.histogram())).containsExactly(3, 2, 1);
    assertThat(TUMOUR.select(map, 2).histogram()[TUMOUR.marked(2)]).isEqualTo(2);
  }

  @Test
  void aPredictionThatIsNotNestedGetsTheNumberOfItsLastClass() {
    assertThat(TUMOUR.decode(new byte[] {4, 2, 6})).containsExactly(4, 1, 4);
  }

  @Test
  void exclusiveClassesAreThemselves() {
    LabelScheme scheme = LabelScheme.exclusive(List.of("background", "a", "b"));
    byte[] numbers = {0, 2, 1, 2};
    assertThat(scheme.encode(numbers)).isEqualTo(numbers);
    assertThat(scheme.decode(numbers)).isEqualTo(numbers);
    assertThat(scheme.reported()).isEqualTo(2);
    assertThat(scheme.name(2)).isEqualTo("b");
    assertThat(scheme.counts(new LabelMap(new int[] {1, 1, 4}, numbers).histogram()))
        .containsExactly(1, 2);
  }

  @Test
  void nineOverlappingClassesDoNotFitIntoAByte() {
    assertThatThrownBy(
            () ->
                new LabelScheme(
                    Collections.nCopies(9, "a"),
                    Collections.nCopies(9, List.of(1)),
                    true,
                    List.of()))
        .hasMessageContaining("1 to 8");
  }
}
