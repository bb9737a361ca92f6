package dev.hybridmim.trainer.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import dev.hybridmim.platform.profile.NetworkProfile;
import dev.hybridmim.trainer.operator.Dropout;
import dev.hybridmim.trainer.operator.Operators;
import java.util.ArrayList;
import java.util.List;

/**
 * 3D U-Net (Çiçek et al., arXiv 1606.06650) in the form of the published HybridMIM model, with its
 * weight names and shapes.
 *
 * <p>A level is twice (convolution 3x3x3, instance norm with affine part, dropout, leaky rectifier
 * of slope 0.1). Five levels with max-pooling between them go down; transposed convolutions to half
 * the channels, concatenation with the level beside and a level of convolutions go up. Where the
 * published encoder has dropout in its first level only, this one has it in every level, so that
 * two views of a sample differ.
 *
 * <p>To rebuild a box, every level is cropped to the voxels under the box before the decoder.
 */
public final class UNet implements Backbone {
  private static final double SLOPE = 0.1;
  private static final String OUTPUT = "decoder_pred";

  private final Operators operators;
  private final ParameterMap parameters;
  private final NetworkProfile profile;

  /**
   * Declares the network's parameters and gives them their first values.
   *
   * @param outputChannels channels of the rebuilt volume, or classes
   * @throws IllegalArgumentException when a width that is halved going up is odd, saying which
   */
  public UNet(
      Operators operators,
      ParameterMap parameters,
      NetworkProfile profile,
      int outputChannels,
      long seed) {
    this.operators = operators;
    this.parameters = parameters;
    this.profile = profile;
    declare(new Initializer(parameters, seed), outputChannels);
  }

  @Override
  public Pyramid features(NDArray x, Dropout dropout) {
    Volumes.requireMultiples(x.getShape(), coarsestStride());
    List<NDArray> levels = new ArrayList<>();
    levels.add(level(x, "conv_0", dropout));
    for (int down = 0; down < profile.pools().size(); down++) {
      NDArray finer = levels.get(down);
      int pool = profile.pools().get(down);
      NDArray pooled = pool == 1 ? finer : operators.maxPool(finer, pool);
      levels.add(level(pooled, "downs." + down + ".convs", dropout));
      if (pool != 1) {
        pooled.close();
      }
    }
    return new Pyramid(x, levels);
  }

  @Override
  public NDArray decode(Pyramid pyramid, CellBox box, Dropout dropout) {
    int top = pyramid.levels().size() - 1;
    int factor = 1;
    NDArray current = Volumes.crop(operators, pyramid.coarsest(), box, factor);
    for (int up = 0; up < top; up++) {
      int finer = top - 1 - up;
      String name = "ups." + up;
      factor *= profile.pools().get(finer);
      try (NDArray coarse = current;
          NDArray beside = Volumes.crop(operators, pyramid.levels().get(finer), box, factor);
          NDArray risen =
              operators.deconvolution(
                  coarse,
                  parameters.get(name + ".upsample.deconv.weight"),
                  parameters.get(name + ".upsample.deconv.bias"));
          NDArray joined = operators.concatenateChannels(beside, risen)) {
        current = level(joined, name + ".convs", dropout);
      }
    }
    try (NDArray finest = current) {
      return operators.convolution(
          finest, parameters.get(OUTPUT + ".weight"), parameters.get(OUTPUT + ".bias"), 1, 0);
    }
  }

  @Override
  public int coarsestStride() {
    return profile.coarsestStride();
  }

  @Override
  public int coarsestChannels() {
    return profile.widths().get(profile.widths().size() - 1);
  }

  private NDArray level(NDArray x, String name, Dropout dropout) {
    try (NDArray between = block(x, name + ".conv_0", dropout)) {
      return block(between, name + ".conv_1", dropout);
    }
  }

  private NDArray block(NDArray x, String name, Dropout dropout) {
    return operators.convolutionBlock(
        x,
        parameters.get(name + ".conv.weight"),
        parameters.get(name + ".conv.bias"),
        parameters.get(name + ".adn.N.weight"),
        parameters.get(name + ".adn.N.bias"),
        dropout,
        SLOPE);
  }

  private void declare(Initializer initializer, int outputChannels) {
    List<Integer> widths = profile.widths();
    declareLevel(initializer, "conv_0", profile.inputChannels(), widths.get(0));
    for (int down = 0; down < profile.pools().size(); down++) {
      declareLevel(initializer, "downs." + down + ".convs", widths.get(down), widths.get(down + 1));
    }
    int coarse = coarsestChannels();
    for (int up = 0; up < profile.pools().size(); up++) {
      int finer = widths.size() - 2 - up;
      int half = half(coarse);
      int pool = profile.pools().get(finer);
      initializer.affine(
          "ups." + up + ".upsample.deconv", new Shape(coarse, half, pool, pool, pool), half);
      declareLevel(
          initializer, "ups." + up + ".convs", widths.get(finer) + half, widths.get(finer));
      coarse = widths.get(finer);
    }
    initializer.affine(OUTPUT, new Shape(outputChannels, coarse, 1, 1, 1), outputChannels);
  }

  private static int half(int width) {
    if (width % 2 != 0) {
      throw new IllegalArgumentException(
          "The U-Net's width " + width + " is odd, but the way up halves it; use an even width");
    }
    return width / 2;
  }

  private static void declareLevel(Initializer initializer, String name, int inputs, int outputs) {
    declareBlock(initializer, name + ".conv_0", inputs, outputs);
    declareBlock(initializer, name + ".conv_1", outputs, outputs);
  }

  private static void declareBlock(Initializer initializer, String name, int inputs, int outputs) {
    initializer.affine(name + ".conv", new Shape(outputs, inputs, 3, 3, 3), outputs);
    initializer.norm(name + ".adn.N", outputs);
  }
}
