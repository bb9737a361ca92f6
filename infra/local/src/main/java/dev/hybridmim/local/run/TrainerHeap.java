package dev.hybridmim.local.run;

import dev.hybridmim.platform.profile.NetworkProfile;
import dev.hybridmim.platform.profile.Profile;
import java.util.List;

/**
 * How much Java heap a trainer needs: while it writes a snapshot its whole state lies there, which
 * is four times the weights, beside the samples that wait.
 */
final class TrainerHeap {
  private static final int LEAST = 1024;
  private static final int BESIDE = 768;

  /** Weights, their average, two moments, and a fifth for what is between. */
  private static final int BYTES_PER_WEIGHT = 5 * Float.BYTES;

  private static final int MEBIBYTE = 1 << 20;

  /** A Swin UNETR of published depths has so many weights a squared feature. */
  private static final int SWIN_WEIGHTS = 27_200;

  private static final int KERNEL = 27;
  private static final int PUBLISHED_DEPTH = 2;

  private TrainerHeap() {}

  /** The heap in MiB. */
  static int mebibytes(Profile profile) {
    long state = weights(profile.network()) * BYTES_PER_WEIGHT / MEBIBYTE;
    return Math.toIntExact(Math.max(LEAST, BESIDE + state));
  }

  /** About how many weights a network has. */
  static long weights(NetworkProfile network) {
    return network.backbone() == NetworkProfile.Backbone.UNET ? unet(network) : swin(network);
  }

  private static long unet(NetworkProfile network) {
    List<Integer> widths = network.widths();
    long weights = level(network.inputChannels(), widths.get(0));
    long coarse = widths.get(widths.size() - 1);
    for (int finer = widths.size() - 2; finer >= 0; finer--) {
      long width = widths.get(finer);
      int pool = network.pools().get(finer);
      weights += level(width, widths.get(finer + 1));
      weights += (long) pool * pool * pool * coarse * (coarse / 2);
      weights += level(width + coarse / 2, width);
      coarse = width;
    }
    return weights;
  }

  private static long level(long inputs, long outputs) {
    return KERNEL * (inputs * outputs + outputs * outputs);
  }

  private static long swin(NetworkProfile network) {
    long features = network.widths().get(0);
    long weights = SWIN_WEIGHTS * features * features;
    for (int stage = 0; stage < network.swin().depths().size(); stage++) {
      long channels = features << stage;
      weights += 12 * channels * channels * (network.swin().depths().get(stage) - PUBLISHED_DEPTH);
    }
    return weights;
  }
}
