package dev.hybridmim.trainer.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import dev.hybridmim.platform.profile.NetworkProfile;
import dev.hybridmim.trainer.operator.Blocks;
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
  private final Blocks blocks;

  /**
   * Declares the network's parameters and gives them their first values.
   *
   * @param outputChannels channels of the rebuilt volume, or classes
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
    this.blocks = new Blocks(operators);
    declare(new Initializer(parameters, seed), outputChannels);
  }

  @Override
  public Pyramid features(NDArray x, Dropout dropout) {
    Volumes.requireMultiples(x.getShape(), coarsestStride());
    List<NDArray> levels = new ArrayList<>();
    levels.add(blocks.checkpoint(List.of(x), dropout, in -> level(in.get(0), "conv_0", dropout)));
    for (int down = 0; down < profile.pools().size(); down++) {
      int pool = profile.pools().get(down);
      String name = "downs." + down + ".convs";
      levels.add(
          blocks.checkpoint(
              List.of(levels.get(down)), dropout, in -> lower(in.get(0), pool, name, dropout)));
    }
    return new Pyramid(x, levels);
  }

  private NDArray lower(NDArray finer, int pool, String name, Dropout dropout) {
    if (pool == 1) {
      return level(finer, name, dropout);
    }
    try (NDArray pooled =
        blocks.run(List.of(finer), List.of(), in -> operators.maxPool(in.get(0), pool))) {
      return level(pooled, name, dropout);
    }
  }

  @Override
  public NDArray decode(Pyramid pyramid, CellBox box, Dropout dropout) {
    int top = pyramid.levels().size() - 1;
    int factor = 1;
    NDArray current = crop(pyramid.coarsest(), box, factor);
    for (int up = 0; up < top; up++) {
      int finer = top - 1 - up;
      String name = "ups." + up;
      factor *= profile.pools().get(finer);
      try (NDArray coarse = current;
          NDArray beside = crop(pyramid.levels().get(finer), box, factor)) {
        current =
            blocks.checkpoint(
                List.of(coarse, beside),
                dropout,
                in -> {
                  try (NDArray joined = risenAndJoined(in, name)) {
                    return level(joined, name + ".convs", dropout);
                  }
                });
      }
    }
    try (NDArray finest = current) {
      return blocks.run(
          List.of(finest),
          parameters.under(OUTPUT + "."),
          in ->
              operators.convolution(
                  in.get(0),
                  parameters.get(OUTPUT + ".weight"),
                  parameters.get(OUTPUT + ".bias"),
                  1,
                  0));
    }
  }

  private NDArray crop(NDArray features, CellBox box, int factor) {
    return blocks.run(
        List.of(features), List.of(), in -> Volumes.crop(operators, in.get(0), box, factor));
  }

  /** The coarse features raised to the resolution of those beside, and both joined. */
  private NDArray risenAndJoined(List<NDArray> coarseAndBeside, String name) {
    return blocks.run(
        coarseAndBeside,
        parameters.under(name + ".upsample."),
        in -> {
          try (NDArray risen =
              operators.deconvolution(
                  in.get(0),
                  parameters.get(name + ".upsample.deconv.weight"),
                  parameters.get(name + ".upsample.deconv.bias"))) {
            return operators.concatenateChannels(in.get(1), risen);
          }
        });
  }

  @Override
  public Blocks blocks() {
    return blocks;
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
    return blocks.run(
        List.of(x),
        parameters.under(name + "."),
        in ->
            operators.convolutionBlock(
                in.get(0),
                parameters.get(name + ".conv.weight"),
                parameters.get(name + ".conv.bias"),
                parameters.get(name + ".adn.N.weight"),
                parameters.get(name + ".adn.N.bias"),
                dropout,
                SLOPE));
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
      int half = coarse / 2;
      int pool = profile.pools().get(finer);
      initializer.affine(
          "ups." + up + ".upsample.deconv", new Shape(coarse, half, pool, pool, pool), half);
      declareLevel(
          initializer, "ups." + up + ".convs", widths.get(finer) + half, widths.get(finer));
      coarse = widths.get(finer);
    }
    initializer.affine(OUTPUT, new Shape(outputChannels, coarse, 1, 1, 1), outputChannels);
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
