package dev.hybridmim.platform.profile;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.List;
import java.util.Map;

/**
 * The network that is trained.
 *
 * @param inputChannels 1 to 4
 * @param widths channels of the U-Net's five levels
 * @param pools factors of the four poolings between them, along every axis
 * @param dropout probability, in every level
 * @param contrastDimension length of the vector that the contrast compares
 * @param swin the transformer's sizes; null, as in older snapshots, means the published ones
 */
public record NetworkProfile(
    Backbone backbone,
    int inputChannels,
    List<Integer> widths,
    List<Integer> pools,
    double dropout,
    int contrastDimension,
    SwinProfile swin)
    implements ProfileSection {
  private static final int LEVELS = 5;

  public NetworkProfile {
    Require.present("network.backbone", backbone);
    Require.within("network.inputChannels", inputChannels, 1, 4);
    widths = List.copyOf(Require.present("network.widths", widths));
    pools = List.copyOf(Require.present("network.pools", pools));
    if (widths.size() != LEVELS || pools.size() != LEVELS - 1) {
      throw new InvalidProfileException(
          "network needs five widths and the four pools between them");
    }
    widths.forEach(width -> Require.atLeast("network.widths", width, 1));
    pools.forEach(pool -> Require.within("network.pools", pool, 1, 2));
    Require.within("network.dropout", dropout, 0, 0.9);
    Require.atLeast("network.contrastDimension", contrastDimension, 1);
    swin = swin == null ? SwinProfile.PUBLISHED : swin;
    if (backbone == Backbone.SWIN_UNETR) {
      requirePoolsOfTwo(pools);
      swin.requireFitting(widths);
    } else {
      requireEven(widths);
    }
  }

  /** A network with the published transformer's sizes, should it be one. */
  public NetworkProfile(
      Backbone backbone,
      int inputChannels,
      List<Integer> widths,
      List<Integer> pools,
      double dropout,
      int contrastDimension) {
    this(backbone, inputChannels, widths, pools, dropout, contrastDimension, SwinProfile.PUBLISHED);
  }

  private static void requirePoolsOfTwo(List<Integer> pools) {
    if (!pools.stream().allMatch(pool -> pool == 2)) {
      throw new InvalidProfileException(
          "network.pools of a Swin UNETR are [2, 2, 2, 2], not " + pools);
    }
  }

  private static void requireEven(List<Integer> widths) {
    for (int width : widths.subList(1, widths.size())) {
      if (width % 2 != 0) {
        throw new InvalidProfileException(
            "network.widths has the odd width "
                + width
                + ", but a U-Net's way up halves it; use an even one");
      }
    }
  }

  /** The same network for volumes with another number of channels. */
  public NetworkProfile withInputChannels(int channels) {
    return RecordCopy.with(this, Map.of("inputChannels", channels));
  }

  /** Voxels of one cell of the coarsest features, along every axis. */
  public int coarsestStride() {
    return backbone == Backbone.SWIN_UNETR
        ? 32
        : pools.stream().mapToInt(Integer::intValue).reduce(1, (a, b) -> a * b);
  }

  /** The networks there are. */
  public enum Backbone {
    UNET("unet"),
    SWIN_UNETR("swin-unetr");

    private final String label;

    Backbone(String label) {
      this.label = label;
    }

    @JsonValue
    public String label() {
      return label;
    }
  }
}
