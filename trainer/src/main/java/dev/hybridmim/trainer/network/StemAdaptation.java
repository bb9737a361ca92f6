package dev.hybridmim.trainer.network;

import dev.hybridmim.trainer.safetensors.Tensor;
import dev.hybridmim.trainer.safetensors.TensorType;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;

/**
 * Fits a network's first convolutions to another number of input channels.
 *
 * <p>More channels: the given ones are repeated in turn, each divided by how often it occurs. Fewer
 * channels: those that fall on the same one are added up. Either way the sum over the channels
 * stays, so a volume whose channels are all equal gives the response that it gave before.
 */
public final class StemAdaptation {
  /** Layers that see the volume itself: the U-Net's first, and Swin UNETR's embedding and skip. */
  private static final Set<String> STEMS =
      Set.of(
          "conv_0.conv_0.conv.weight",
          "swinViT.patch_embed.proj.weight",
          "encoder1.layer.conv1.conv.weight",
          "encoder1.layer.conv3.conv.weight");

  private static final int INPUTS = 1;
  private static final int RANK = 5;

  private StemAdaptation() {}

  /**
   * The weights of a stem for another number of channels.
   *
   * @param name of the weights
   * @param given (outputs, inputs, d, h, w)
   * @param wanted the same but for the inputs
   * @return empty when it is no stem or differs in more than its inputs
   */
  public static Optional<Tensor> adapt(String name, Tensor given, long[] wanted) {
    long[] shape = given.shape();
    if (!STEMS.contains(name)
        || given.dtype() != TensorType.F32
        || shape.length != RANK
        || wanted.length != RANK
        || shape[INPUTS] == wanted[INPUTS]) {
      return Optional.empty();
    }
    shape[INPUTS] = wanted[INPUTS];
    return Arrays.equals(shape, wanted) ? Optional.of(adapt(given, wanted)) : Optional.empty();
  }

  private static Tensor adapt(Tensor given, long[] wanted) {
    int outputs = Math.toIntExact(wanted[0]);
    int before = Math.toIntExact(given.shape()[INPUTS]);
    int after = Math.toIntExact(wanted[INPUTS]);
    int kernel = Math.toIntExact(wanted[2] * wanted[3] * wanted[4]);
    float[] source = given.toFloats();
    float[] result = new float[outputs * after * kernel];
    for (int output = 0; output < outputs; output++) {
      for (int place = 0; place < Math.max(before, after); place++) {
        int from = (output * before + place % before) * kernel;
        int to = (output * after + place % after) * kernel;
        int occurrences = occurrences(place % before, before, after);
        for (int index = 0; index < kernel; index++) {
          result[to + index] += source[from + index] / occurrences;
        }
      }
    }
    return Tensor.ofFloats(wanted, result);
  }

  /** How often a channel occurs when {@code before} of them are repeated up to {@code after}. */
  private static int occurrences(int channel, int before, int after) {
    return after <= before ? 1 : (after - channel + before - 1) / before;
  }
}
