package dev.hybridmim.trainer.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.hybridmim.trainer.operator.Blocks;
import dev.hybridmim.trainer.operator.Dropout;
import dev.hybridmim.trainer.operator.Operators;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Hierarchical transformer with shifted windows (Liu et al., arXiv 2103.14030) on volumes.
 *
 * <p>Cells of 2x2x2 voxels are embedded; every stage has blocks, every second one with shifted
 * windows, and joins 2x2x2 cells at its end. Between stages cells lie as (N, D, H, W, C).
 */
final class SwinEncoder {
  private static final int PATCH = 2;

  private final Operators operators;
  private final Blocks blocks;
  private final ParameterMap parameters;
  private final SwinSettings settings;
  private final NDManager layouts;
  private final Map<List<Long>, WindowLayout> layoutOf = new HashMap<>();

  SwinEncoder(Operators operators, Blocks blocks, ParameterMap parameters, SwinSettings settings) {
    this.operators = operators;
    this.blocks = blocks;
    this.parameters = parameters;
    this.settings = settings;
    this.layouts = parameters.manager();
  }

  void declare(Initializer initializer) {
    int features = settings.featureSize();
    initializer.affine(
        "swinViT.patch_embed.proj",
        new Shape(features, settings.inputChannels(), PATCH, PATCH, PATCH),
        features);
    for (int stage = 0; stage < SwinSettings.STAGES; stage++) {
      for (int block = 0; block < settings.blocks(stage); block++) {
        declareBlock(initializer, blockName(stage, block), stage);
      }
      int channels = settings.channels(stage);
      String merging = stageName(stage) + ".downsample";
      initializer.linear(merging + ".reduction", new Shape(2L * channels, 8L * channels));
      initializer.norm(merging + ".norm", 8L * channels);
    }
  }

  /**
   * The five levels of features, each normed over its channels.
   *
   * @param normalized false leaves out that last norm
   */
  List<NDArray> features(NDArray x, Dropout dropout, boolean normalized) {
    List<NDArray> levels = new ArrayList<>();
    NDArray cells = embed(x, dropout);
    levels.add(level(cells, normalized));
    for (int stage = 0; stage < SwinSettings.STAGES; stage++) {
      NDArray next = stage(cells, stage, dropout);
      cells.close();
      cells = next;
      levels.add(level(cells, normalized));
    }
    cells.close();
    return levels;
  }

  private NDArray embed(NDArray x, Dropout dropout) {
    return blocks.run(
        List.of(x),
        parameters.under("swinViT.patch_embed."),
        in -> {
          try (NDArray embedded =
                  operators.convolution(
                      in.get(0),
                      parameters.get("swinViT.patch_embed.proj.weight"),
                      parameters.get("swinViT.patch_embed.proj.bias"),
                      PATCH,
                      0);
              NDArray cells = operators.channelsLast(embedded)) {
            return dropped(cells, dropout);
          }
        });
  }

  private NDArray level(NDArray cells, boolean normalized) {
    return blocks.run(
        List.of(cells),
        List.of(),
        in -> {
          if (!normalized) {
            return operators.channelsFirst(in.get(0));
          }
          try (NDArray normed = operators.layerNorm(in.get(0))) {
            return operators.channelsFirst(normed);
          }
        });
  }

  private NDArray stage(NDArray cells, int stage, Dropout dropout) {
    NDArray current = cells;
    for (int block = 0; block < settings.blocks(stage); block++) {
      String name = blockName(stage, block);
      int heads = settings.heads(stage);
      boolean shifted = block % 2 == 1;
      NDArray next =
          blocks.checkpoint(
              List.of(current), dropout, in -> block(in.get(0), name, heads, shifted, dropout));
      if (current != cells) {
        current.close();
      }
      current = next;
    }
    String merging = stageName(stage) + ".downsample";
    try (NDArray last = current) {
      return blocks.checkpoint(List.of(last), dropout, in -> merged(in.get(0), merging));
    }
  }

  private NDArray merged(NDArray cells, String name) {
    return blocks.run(
        List.of(cells),
        parameters.under(name + "."),
        in ->
            operators.mergeNeighbours(
                in.get(0),
                settings.joinedNeighbours(),
                parameters.get(name + ".norm.weight"),
                parameters.get(name + ".norm.bias"),
                parameters.get(name + ".reduction.weight")));
  }

  /** Attention, then a perceptron, each added to its input. */
  private NDArray block(NDArray cells, String name, int heads, boolean shifted, Dropout dropout) {
    WindowLayout layout = layout(cells.getShape(), shifted);
    try (NDArray joined = queriesKeysAndValues(cells, name, layout);
        NDArray attended = attended(joined, name, heads, layout);
        NDArray between = added(cells, attended, name, layout, dropout)) {
      return perceptron(between, name, dropout);
    }
  }

  private NDArray queriesKeysAndValues(NDArray cells, String name, WindowLayout layout) {
    List<NDArray> used = new ArrayList<>(parameters.under(name + ".norm1."));
    used.addAll(parameters.under(name + ".attn.qkv."));
    return blocks.run(
        List.of(cells),
        used,
        in -> {
          try (NDArray normed = norm(in.get(0), name + ".norm1");
              NDArray windows =
                  operators.windows(normed, layout.padding(), layout.shift(), layout.window())) {
            return linear(windows, name + ".attn.qkv");
          }
        });
  }

  private NDArray attended(NDArray joined, String name, int heads, WindowLayout layout) {
    return blocks.run(
        List.of(joined, parameters.get(name + ".attn.relative_position_bias_table")),
        new WindowAttention(operators, layout, heads));
  }

  /** The cells plus the projected attention, back from its windows. */
  private NDArray added(
      NDArray cells, NDArray attended, String name, WindowLayout layout, Dropout dropout) {
    return blocks.run(
        List.of(cells, attended),
        parameters.under(name + ".attn.proj."),
        in -> {
          try (NDArray linear = linear(in.get(1), name + ".attn.proj");
              NDArray projected = dropped(linear, dropout);
              NDArray back =
                  operators.joinWindows(
                      projected,
                      layout.grid(),
                      layout.padding(),
                      layout.shift(),
                      layout.window())) {
            return operators.add(in.get(0), back);
          }
        });
  }

  private NDArray perceptron(NDArray cells, String name, Dropout dropout) {
    List<NDArray> used = new ArrayList<>(parameters.under(name + ".norm2."));
    used.addAll(parameters.under(name + ".mlp."));
    return blocks.run(
        List.of(cells),
        used,
        in -> {
          try (NDArray normed = norm(in.get(0), name + ".norm2");
              NDArray wide = linear(normed, name + ".mlp.linear1");
              NDArray activated = operators.gelu(wide);
              NDArray kept = dropped(activated, dropout);
              NDArray narrow = linear(kept, name + ".mlp.linear2");
              NDArray thought = dropped(narrow, dropout)) {
            return operators.add(in.get(0), thought);
          }
        });
  }

  /** Always a handle of its own, so that the argument may be closed. */
  private NDArray dropped(NDArray x, Dropout dropout) {
    return dropout.isActive() ? operators.dropout(x, dropout) : x.reshape(x.getShape());
  }

  private NDArray norm(NDArray x, String name) {
    return operators.layerNorm(x, parameters.get(name + ".weight"), parameters.get(name + ".bias"));
  }

  private NDArray linear(NDArray x, String name) {
    return operators.linear(x, parameters.get(name + ".weight"), parameters.get(name + ".bias"));
  }

  private WindowLayout layout(Shape cells, boolean shifted) {
    long[] grid = Arrays.copyOfRange(cells.getShape(), 1, 4);
    return layoutOf.computeIfAbsent(
        List.of(grid[0], grid[1], grid[2], shifted ? 1L : 0L),
        size -> new WindowLayout(layouts, grid, settings.window(), shifted));
  }

  private void declareBlock(Initializer initializer, String name, int stage) {
    long channels = settings.channels(stage);
    long reach = 2L * settings.window() - 1;
    initializer.norm(name + ".norm1", channels);
    initializer.normal(
        name + ".attn.relative_position_bias_table",
        new Shape(reach * reach * reach, settings.heads(stage)),
        0.02);
    initializer.affine(name + ".attn.qkv", new Shape(3 * channels, channels), 3 * channels);
    initializer.affine(name + ".attn.proj", new Shape(channels, channels), channels);
    initializer.norm(name + ".norm2", channels);
    initializer.affine(name + ".mlp.linear1", new Shape(4 * channels, channels), 4 * channels);
    initializer.affine(name + ".mlp.linear2", new Shape(channels, 4 * channels), channels);
  }

  private static String stageName(int stage) {
    return "swinViT.layers" + (stage + 1) + ".0";
  }

  private static String blockName(int stage, int block) {
    return stageName(stage) + ".blocks." + block;
  }
}
