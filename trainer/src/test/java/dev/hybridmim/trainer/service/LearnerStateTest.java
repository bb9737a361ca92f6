package dev.hybridmim.trainer.service;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hybridmim.trainer.safetensors.Tensor;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class LearnerStateTest {
  private static final SortedMap<String, Tensor> STATE =
      new TreeMap<>(
          Map.of(
              "weights/a", floats(1, 2),
              "weights/b", floats(3),
              "ema/a", floats(4, 5),
              "ema/b", floats(6),
              "moment1/a", floats(7, 8),
              "optimizer/updates", Tensor.ofLongs(new long[0], 9)));

  @Test
  void filesHoldPlainNamesAndJoinToWhatTheLearnerGave() {
    LearnerState state = LearnerState.of(STATE);

    assertThat(state.weights()).containsOnlyKeys("a", "b");
    assertThat(state.average()).containsOnlyKeys("a", "b");
    assertThat(state.optimizer()).containsOnlyKeys("moment1/a", "optimizer/updates");
    assertThat(state.joined()).isEqualTo(STATE);
  }

  @Test
  void givenWeightsTakeThePlacesTheyFitAndTheRestIsSaid() {
    LearnerState.Start start =
        LearnerState.of(STATE)
            .with(new TreeMap<>(Map.of("a", floats(10, 11), "b", floats(1, 2), "c", floats(1))));

    assertThat(start.transfer().taken()).containsExactly("a");
    assertThat(start.transfer().left()).containsExactly("b", "c");
    assertThat(start.transfer().missing()).containsExactly("b");
    assertThat(start.state().weights())
        .containsEntry("a", floats(10, 11))
        .containsEntry("b", floats(3));
    assertThat(start.state().average())
        .containsEntry("a", floats(10, 11))
        .containsEntry("b", floats(6));
  }

  private static Tensor floats(float... values) {
    return Tensor.ofFloats(new long[] {values.length}, values);
  }
}
