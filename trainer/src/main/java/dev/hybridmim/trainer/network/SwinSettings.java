package dev.hybridmim.trainer.network;

import dev.hybridmim.platform.profile.NetworkProfile;
import dev.hybridmim.platform.profile.SwinProfile;
import dev.hybridmim.platform.profile.SwinProfile.PatchMerging;

/**
 * Sizes of a Swin UNETR, whose four stages double the channels each.
 *
 * @param inputChannels of the volume
 * @param featureSize channels after the patch embedding
 * @param swin windows, depths, heads and merging
 */
public record SwinSettings(int inputChannels, int featureSize, SwinProfile swin) {
  static final int STAGES = 4;

  /** Neighbours that "merging" joins: two of the eight twice and two not at all. */
  private static final long[] REPEATING = {
    0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 1, 1, 0, 1, 0, 1, 0, 0, 0, 1, 1, 1, 1
  };

  /** Neighbours that "mergingv2" joins: every one once, the last axis fastest. */
  private static final long[] COMPLETE = {
    0, 0, 0, 0, 0, 1, 0, 1, 0, 0, 1, 1, 1, 0, 0, 1, 0, 1, 1, 1, 0, 1, 1, 1
  };

  /** The sizes in a profile, which has checked that they fit each other. */
  public static SwinSettings of(NetworkProfile profile) {
    return new SwinSettings(profile.inputChannels(), profile.widths().get(0), profile.swin());
  }

  /** Channels of a stage, or of the coarsest features for stage 4. */
  int channels(int stage) {
    return featureSize << stage;
  }

  /** Attention heads of a stage. */
  int heads(int stage) {
    return swin.heads().get(stage);
  }

  /** Blocks of a stage. */
  int blocks(int stage) {
    return swin.depths().get(stage);
  }

  /** Edge of a window, cells. */
  int window() {
    return swin.window();
  }

  /** Eight times three numbers, 0 or 1: which neighbours are joined, in which order (a copy). */
  long[] joinedNeighbours() {
    return (swin.merging() == PatchMerging.MERGING ? REPEATING : COMPLETE).clone();
  }
}
