package dev.hybridmim.trainer.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.hybridmim.trainer.safetensors.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StemAdaptationTest {
  private static final String STEM = "conv_0.conv_0.conv.weight";

  @ParameterizedTest
  @CsvSource({"1,4", "1,2", "4,1", "2,3", "3,2", "4,3", "2,4", "3,4"})
  void equalChannelsGiveTheResponseThatTheyGave(int before, int after) {
    int outputs = 3;
    int kernel = 27;
    float[] values = new float[outputs * before * kernel];
    for (int index = 0; index < values.length; index++) {
      values[index] = (float) Math.sin(index);
    }
    Tensor given = Tensor.ofFloats(new long[] {outputs, before, 3, 3, 3}, values);

    Tensor adapted =
        StemAdaptation.adapt(STEM, given, new long[] {outputs, after, 3, 3, 3}).orElseThrow();

    assertThat(adapted.shape()).containsExactly(outputs, after, 3, 3, 3);
    for (int output = 0; output < outputs; output++) {
      for (int index = 0; index < kernel; index++) {
        assertThat(sum(adapted, output, index, after, kernel))
            .isCloseTo(sum(given, output, index, before, kernel), within(1e-5));
      }
    }
  }

  @Test
  void oneChannelBecomesFourQuarters() {
    float[] values = new float[8];
    Arrays.fill(values, 2f);
    Tensor adapted =
        StemAdaptation.adapt(
                "swinViT.patch_embed.proj.weight",
                Tensor.ofFloats(new long[] {1, 1, 2, 2, 2}, values),
                new long[] {1, 4, 2, 2, 2})
            .orElseThrow();

    assertThat(adapted.toFloats()).hasSize(32).containsOnly(0.5f);
  }

  @Test
  void onlyStemsThatDifferInTheirInputsAloneAreAdapted() {
    Tensor given = Tensor.ofFloats(new long[] {1, 1, 1, 1, 1}, 1f);

    assertThat(StemAdaptation.adapt("encoder2.layer.conv1.conv.weight", given, shape(1, 4)))
        .isEmpty();
    assertThat(StemAdaptation.adapt(STEM, given, shape(2, 4))).isEmpty();
    assertThat(StemAdaptation.adapt(STEM, given, shape(1, 1))).isEmpty();
    assertThat(StemAdaptation.adapt(STEM, given, new long[] {1, 4})).isEmpty();
  }

  @Test
  void whatBecameOfGivenWeightsIsSaid() {
    FittedWeights fitted =
        FittedWeights.of(
            Map.of(STEM, shape(1, 2), "norm", new long[] {1}, "other", new long[] {2}),
            Map.of(
                STEM,
                Tensor.ofFloats(shape(1, 1), 3f),
                "norm",
                Tensor.ofFloats(new long[] {1}, 4f),
                "count",
                Tensor.ofLongs(new long[0], 5)));

    assertThat(fitted.transfer())
        .isEqualTo(
            new WeightTransfer(List.of("norm"), List.of(STEM), List.of("count"), List.of("other")));
    assertThat(fitted.values().get(STEM).toFloats()).containsExactly(1.5f, 1.5f);
  }

  private static long[] shape(long outputs, long inputs) {
    return new long[] {outputs, inputs, 1, 1, 1};
  }

  private static double sum(Tensor weights, int output, int index, int inputs, int kernel) {
    float[] values = weights.toFloats();
    double sum = 0;
    for (int input = 0; input < inputs; input++) {
      sum += values[(output * inputs + input) * kernel + index];
    }
    return sum;
  }
}
