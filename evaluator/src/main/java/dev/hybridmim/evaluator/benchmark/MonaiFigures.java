package dev.hybridmim.evaluator.benchmark;

import dev.hybridmim.platform.profile.NetworkProfile;
import dev.hybridmim.platform.profile.Profile;
import java.util.List;
import java.util.Optional;

/**
 * What MONAI took for the same, see this package's documentation.
 *
 * @param seconds wall time
 * @param cpuSeconds processor time
 * @param peakMebibytes largest resident memory
 */
public record MonaiFigures(double seconds, double cpuSeconds, int peakMebibytes) {
  private static final int EDGE = 96;
  private static final List<Integer> UNET = List.of(64, 64, 128, 256, 512);
  private static final List<Integer> NARROW_UNET = List.of(32, 32, 64, 128, 256);
  private static final int SWIN = 48;

  static Optional<MonaiFigures> ofStep(Profile profile, int batch) {
    return batch == 2
        ? choose(
            profile,
            Optional.of(new MonaiFigures(110.9, 215, 7710)),
            Optional.empty(),
            new MonaiFigures(99.3, 191, 11893))
        : Optional.empty();
  }

  static Optional<MonaiFigures> ofVolume(Profile profile, int edge, int batch) {
    return batch == 1 && edge == EDGE
        ? choose(
            profile,
            Optional.of(new MonaiFigures(17.8, 34, 2016)),
            Optional.of(new MonaiFigures(5.8, 10, 1166)),
            new MonaiFigures(20.1, 34, 2229))
        : Optional.empty();
  }

  private static Optional<MonaiFigures> choose(
      Profile profile,
      Optional<MonaiFigures> unet,
      Optional<MonaiFigures> narrowUnet,
      MonaiFigures swin) {
    NetworkProfile network = profile.network();
    if (profile.augment().subVolume() != EDGE) {
      return Optional.empty();
    }
    if (network.backbone() == NetworkProfile.Backbone.UNET) {
      return network.widths().equals(UNET)
          ? unet
          : network.widths().equals(NARROW_UNET) ? narrowUnet : Optional.empty();
    }
    return network.widths().get(0) == SWIN ? Optional.of(swin) : Optional.empty();
  }
}
