package dev.hybridmim.trainer.network;

import dev.hybridmim.platform.profile.NetworkProfile;
import java.util.List;

/**
 * Sizes of a Swin UNETR. Four stages of two blocks, 3, 6, 12 and 24 heads, windows of 7 cells.
 *
 * @param inputChannels of the volume
 * @param featureSize channels after the patch embedding; a multiple of 3
 * @param merging how cells are joined between stages
 */
public record SwinSettings(int inputChannels, int featureSize, Merging merging) {
  static final int STAGES = 4;
  static final int BLOCKS = 2;
  static final int WINDOW = 7;
  private static final int FIRST_HEADS = 3;

  /**
   * @throws IllegalArgumentException when the heads don't divide the channels
   */
  public SwinSettings {
    if (featureSize < FIRST_HEADS || featureSize % FIRST_HEADS != 0) {
      throw new IllegalArgumentException(
          "The Swin UNETR's first width "
              + featureSize
              + " can't be shared by its "
              + FIRST_HEADS
              + " heads; use a multiple of "
              + FIRST_HEADS);
    }
  }

  /**
   * The sizes in a profile, with the published merging.
   *
   * @throws IllegalArgumentException when the widths don't double from level to level
   */
  public static SwinSettings of(NetworkProfile profile) {
    List<Integer> widths = profile.widths();
    for (int level = 1; level < widths.size(); level++) {
      if (widths.get(level) != 2 * widths.get(level - 1)) {
        throw new IllegalArgumentException(
            "network.widths of a Swin UNETR double from level to level, but "
                + widths.get(level)
                + " follows "
                + widths.get(level - 1));
      }
    }
    return new SwinSettings(profile.inputChannels(), widths.get(0), Merging.REPEATING);
  }

  /** Channels of a stage, or of the coarsest features for stage 4. */
  int channels(int stage) {
    return featureSize << stage;
  }

  /** Attention heads of a stage. */
  int heads(int stage) {
    return FIRST_HEADS << stage;
  }

  /** Which of the eight neighbours are joined, in which order. */
  public enum Merging {
    /** As published weights expect: two of the eight are taken twice and two not at all. */
    REPEATING(0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 1, 1, 0, 1, 0, 1, 0, 0, 0, 1, 1, 1, 1),
    /** Every one once, the last axis fastest. */
    COMPLETE(0, 0, 0, 0, 0, 1, 0, 1, 0, 0, 1, 1, 1, 0, 0, 1, 0, 1, 1, 1, 0, 1, 1, 1);

    private final long[] offsets;

    Merging(long... offsets) {
      this.offsets = offsets;
    }

    /** Eight times three numbers, 0 or 1 (a copy). */
    long[] offsets() {
      return offsets.clone();
    }
  }
}
