package dev.hybridmim.platform.profile;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.List;
import java.util.Locale;

/**
 * What only a Swin UNETR has. A U-Net ignores it.
 *
 * @param merging how 2x2x2 cells are joined between stages
 * @param window edge of an attention window, cells
 * @param depths blocks of the four stages; every second one has shifted windows
 * @param heads attention heads of the four stages, which divide their widths
 */
public record SwinProfile(
    PatchMerging merging, int window, List<Integer> depths, List<Integer> heads)
    implements ProfileSection {
  private static final int STAGES = 4;

  /** The published network: windows of 7, two blocks a stage, 3 to 24 heads. */
  public static final SwinProfile PUBLISHED =
      new SwinProfile(PatchMerging.MERGING, 7, List.of(2, 2, 2, 2), List.of(3, 6, 12, 24));

  public SwinProfile {
    Require.present("network.swin.merging", merging);
    Require.within("network.swin.window", window, 2, 32);
    depths = List.copyOf(Require.present("network.swin.depths", depths));
    heads = List.copyOf(Require.present("network.swin.heads", heads));
    if (depths.size() != STAGES || heads.size() != STAGES) {
      throw new InvalidProfileException(
          "network.swin needs the depths and the heads of four stages");
    }
    depths.forEach(depth -> Require.atLeast("network.swin.depths", depth, 1));
    heads.forEach(count -> Require.atLeast("network.swin.heads", count, 1));
  }

  /**
   * Refuses widths that these heads can't share.
   *
   * @param widths channels of the five levels
   */
  void requireFitting(List<Integer> widths) {
    for (int level = 1; level < widths.size(); level++) {
      if (widths.get(level) != 2 * widths.get(level - 1)) {
        throw new InvalidProfileException(
            "network.widths of a Swin UNETR double from level to level, but "
                + widths.get(level)
                + " follows "
                + widths.get(level - 1));
      }
    }
    for (int stage = 0; stage < STAGES; stage++) {
      if (widths.get(stage) % heads.get(stage) != 0) {
        throw new InvalidProfileException(
            "network.swin.heads "
                + heads.get(stage)
                + " of stage "
                + (stage + 1)
                + " do not divide its width "
                + widths.get(stage));
      }
    }
  }

  /** MONAI's two ways to join cells, by its names for them. */
  public enum PatchMerging {
    /** As published weights expect: two of the eight neighbours are taken twice, two not at all. */
    MERGING,
    /** Each of the eight once. */
    MERGINGV2;

    @JsonValue
    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
