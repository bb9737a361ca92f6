package dev.hybridmim.platform.profile;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.List;

/**
 * The network that is trained.
 *
 * @param inputChannels 1 to 4
 * @param widths channels of the U-Net's five levels
 * @param pools factors of the four poolings between them, along every axis
 * @param dropout probability, in every level
 * @param contrastDimension length of the vector that the contrast compares
 */
public record NetworkProfile(
    Backbone backbone,
    int inputChannels,
    List<Integer> widths,
    List<Integer> pools,
    double dropout,
    int contrastDimension)
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
