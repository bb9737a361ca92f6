package dev.hybridmim.trainer.network;

import dev.hybridmim.platform.profile.NetworkProfile;
import dev.hybridmim.trainer.safetensors.Tensor;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * In which form a network's weights lie in a file that other software reads.
 *
 * <table>
 * <caption>What a file holds</caption>
 * <tr><th></th><th>{@code hybridmim}</th><th>{@code monai}</th></tr>
 * <tr><td>U-Net</td><td>the published HybridMIM model's state: backbone and the three heads</td><td>refused: MONAI has no network of these shapes</td></tr>
 * <tr><td>Swin UNETR</td><td>the published model's state: MONAI's names and the three heads</td><td>all that {@code monai.networks.nets.SwinUNETR} wants and nothing else, so that {@code load_state_dict} takes it strictly: no heads, but the I64 buffers {@code relative_position_index}</td></tr>
 * </table>
 *
 * <p>Names and shapes of what is in both are the same, so either is read without being told which
 * it is.
 */
public enum WeightLayout {
  HYBRIDMIM,
  MONAI;

  private static final String TABLE = ".relative_position_bias_table";
  private static final String INDEX = ".relative_position_index";
  private static final String SWIN = "swinViT.";
  private static final String UNET_FIRST = "conv_0.";
  private static final String UNET_DOWN = "downs.";
  private static final String HEADS = "pred_mask_region";
  private static final String CONTRAST_HEAD = "contrast_learning_head";
  private static final String ROTATION_HEAD = "rotation_head";
  private static final String PARALLEL = "module.";

  /** Which of the weights are wanted. */
  public enum Part {
    /** Swin UNETR's transformer, the U-Net's way down. */
    ENCODER,
    ALL;

    /** As it is written on a command line. */
    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** As it is written on a command line. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * Weights in this form.
   *
   * @param weights a snapshot's, by plain name
   * @throws IllegalArgumentException when the layout has no form for this network, saying which has
   */
  public SortedMap<String, Tensor> export(
      NetworkProfile.Backbone backbone, Map<String, Tensor> weights, Part part) {
    if (this == MONAI && backbone == NetworkProfile.Backbone.UNET) {
      throw new IllegalArgumentException(
          "MONAI has no network with the names and shapes of the published U-Net: export it with"
              + " --layout hybridmim");
    }
    Predicate<String> wanted =
        part == Part.ENCODER ? WeightLayout::isEncoder : name -> this == HYBRIDMIM || !isHead(name);
    SortedMap<String, Tensor> exported = new TreeMap<>();
    weights.forEach(
        (name, tensor) -> {
          if (wanted.test(name)) {
            exported.put(name, tensor);
            if (this == MONAI && name.endsWith(TABLE)) {
              exported.put(
                  name.substring(0, name.length() - TABLE.length()) + INDEX,
                  WindowLayout.relativePositionIndex(windowOf(tensor)));
            }
          }
        });
    return exported;
  }

  /**
   * The weights in a file of either form under this software's names: without buffers, which are no
   * weights, and without the {@code module.} that PyTorch's data-parallel wrappers put before every
   * name. A snapshot's whole state is taken by its moving average, if there is one.
   */
  public static Map<String, Tensor> read(Map<String, Tensor> file) {
    Map<String, Tensor> plain = PretrainedWeights.of(file);
    boolean parallel =
        !plain.isEmpty() && plain.keySet().stream().allMatch(name -> name.startsWith(PARALLEL));
    Map<String, Tensor> weights = new LinkedHashMap<>();
    plain.forEach(
        (name, tensor) -> {
          String own = parallel ? name.substring(PARALLEL.length()) : name;
          if (!own.endsWith(INDEX)) {
            weights.put(own, tensor);
          }
        });
    return weights;
  }

  /** A window of w cells has (2w - 1)^3 relative positions. */
  private static int windowOf(Tensor table) {
    return (int) (Math.round(Math.cbrt(table.shape()[0])) + 1) / 2;
  }

  private static boolean isEncoder(String name) {
    return name.startsWith(SWIN) || name.startsWith(UNET_FIRST) || name.startsWith(UNET_DOWN);
  }

  private static boolean isHead(String name) {
    return name.startsWith(HEADS)
        || name.startsWith(CONTRAST_HEAD)
        || name.startsWith(ROTATION_HEAD);
  }
}
