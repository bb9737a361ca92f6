package dev.hybridmim.trainer.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import dev.hybridmim.trainer.operator.Blocks;
import dev.hybridmim.trainer.operator.Dropout;
import dev.hybridmim.trainer.operator.Operators;
import java.util.List;

/**
 * Swin UNETR (Hatamizadeh et al., arXiv 2201.01266) with MONAI's weight names and shapes: a Swin
 * transformer as encoder, residual convolutions and transposed convolutions as decoder.
 *
 * <p>To rebuild a box, the volume and every level of features are cropped to it before the
 * decoder's convolutions.
 */
public final class SwinUnetr implements Backbone {
  private static final double SLOPE = 0.01;
  private static final String OUTPUT = "out.conv.conv";

  /** Decoder blocks from coarse to fine, with the channels' stage and the level beside each. */
  private static final int DECODERS = 5;

  private final Operators operators;
  private final ParameterMap parameters;
  private final SwinSettings settings;
  private final Blocks blocks;
  private final SwinEncoder encoder;

  /**
   * Declares the network's parameters and gives them their first values.
   *
   * @param outputChannels channels of the rebuilt volume, or classes
   */
  public SwinUnetr(
      Operators operators,
      ParameterMap parameters,
      SwinSettings settings,
      int outputChannels,
      long seed) {
    this.operators = operators;
    this.parameters = parameters;
    this.settings = settings;
    this.blocks = new Blocks(operators);
    this.encoder = new SwinEncoder(operators, blocks, parameters, settings);
    Initializer initializer = new Initializer(parameters, seed);
    encoder.declare(initializer);
    declareDecoder(initializer, outputChannels);
  }

  @Override
  public Pyramid features(NDArray x, Dropout dropout) {
    Volumes.requireMultiples(x.getShape(), coarsestStride());
    boolean normalized = true;
    return new Pyramid(x, encoder.features(x, dropout, normalized));
  }

  /** Features without the last norm over channels. */
  Pyramid unnormalizedFeatures(NDArray x) {
    return new Pyramid(x, encoder.features(x, Dropout.none(), false));
  }

  @Override
  public NDArray decode(Pyramid pyramid, CellBox box, Dropout dropout) {
    NDArray current = residual(level(pyramid, 4, box), "encoder10.layer", dropout);
    for (int rise = 0; rise < DECODERS; rise++) {
      String name = "decoder" + (DECODERS - rise);
      try (NDArray coarse = current;
          NDArray beside = beside(pyramid, DECODERS - 2 - rise, box, dropout)) {
        current =
            blocks.checkpoint(
                List.of(coarse, beside),
                dropout,
                in -> {
                  try (NDArray joined = risenAndJoined(in, name)) {
                    return residual(joined, name + ".conv_block");
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

  /** The coarse features raised to the resolution of those beside, and both joined. */
  private NDArray risenAndJoined(List<NDArray> coarseAndBeside, String name) {
    return blocks.run(
        coarseAndBeside,
        parameters.under(name + ".transp_conv."),
        in -> {
          try (NDArray risen =
              operators.deconvolution(
                  in.get(0), parameters.get(name + ".transp_conv.conv.weight"))) {
            return operators.concatenateChannels(risen, in.get(1));
          }
        });
  }

  @Override
  public Blocks blocks() {
    return blocks;
  }

  @Override
  public int coarsestStride() {
    return 2 << SwinSettings.STAGES;
  }

  @Override
  public int coarsestChannels() {
    return settings.channels(SwinSettings.STAGES);
  }

  /** What is joined on the way up; level -1 is the volume itself. */
  private NDArray beside(Pyramid pyramid, int level, CellBox box, Dropout dropout) {
    return switch (level) {
      case 3 -> level(pyramid, 3, box);
      case 2, 1, 0 ->
          residual(level(pyramid, level, box), "encoder" + (level + 2) + ".layer", dropout);
      default -> residual(crop(pyramid.input(), box, coarsestStride()), "encoder1.layer", dropout);
    };
  }

  private NDArray level(Pyramid pyramid, int level, CellBox box) {
    List<NDArray> levels = pyramid.levels();
    return crop(levels.get(level), box, 1 << (levels.size() - 1 - level));
  }

  private NDArray crop(NDArray features, CellBox box, int factor) {
    return blocks.run(
        List.of(features), List.of(), in -> Volumes.crop(operators, in.get(0), box, factor));
  }

  /** A residual block; the input is closed. */
  private NDArray residual(NDArray input, String name, Dropout dropout) {
    try (NDArray x = input) {
      return blocks.checkpoint(List.of(x), dropout, in -> residual(in.get(0), name));
    }
  }

  private NDArray residual(NDArray input, String name) {
    NDArray first = parameters.get(name + ".conv1.conv.weight");
    NDArray second = parameters.get(name + ".conv2.conv.weight");
    return blocks.run(
        List.of(input),
        parameters.under(name + "."),
        in -> {
          NDArray x = in.get(0);
          return x.getShape().get(1) == first.getShape().get(0)
              ? operators.residualBlock(x, first, second, SLOPE)
              : operators.residualBlock(
                  x, first, second, parameters.get(name + ".conv3.conv.weight"), SLOPE);
        });
  }

  private void declareDecoder(Initializer initializer, int outputChannels) {
    int features = settings.featureSize();
    declareResidual(initializer, "encoder1.layer", settings.inputChannels(), features);
    for (int stage = 0; stage < 3; stage++) {
      int channels = settings.channels(stage);
      declareResidual(initializer, "encoder" + (stage + 2) + ".layer", channels, channels);
    }
    declareResidual(initializer, "encoder10.layer", coarsestChannels(), coarsestChannels());
    int coarse = coarsestChannels();
    for (int rise = 0; rise < DECODERS; rise++) {
      int finer = Math.max(features, coarse / 2);
      String name = "decoder" + (DECODERS - rise);
      initializer.linear(name + ".transp_conv.conv", new Shape(coarse, finer, 2, 2, 2));
      declareResidual(initializer, name + ".conv_block", 2 * finer, finer);
      coarse = finer;
    }
    initializer.affine(OUTPUT, new Shape(outputChannels, features, 1, 1, 1), outputChannels);
  }

  private static void declareResidual(
      Initializer initializer, String name, int inputs, int outputs) {
    initializer.linear(name + ".conv1.conv", new Shape(outputs, inputs, 3, 3, 3));
    initializer.linear(name + ".conv2.conv", new Shape(outputs, outputs, 3, 3, 3));
    if (inputs != outputs) {
      initializer.linear(name + ".conv3.conv", new Shape(outputs, inputs, 1, 1, 1));
    }
  }
}
