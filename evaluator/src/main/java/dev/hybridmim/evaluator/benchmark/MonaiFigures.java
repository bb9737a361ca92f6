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
 */
public record MonaiFigures(double seconds, double cpuSeconds) {
  private static final int EDGE = 96;
  private static final List<Integer> UNET = List.of(64, 64, 128, 256, 512);
  private static final int SWIN = 48;

  static Optional<MonaiFigures> ofStep(Profile profile, int batch) {
    return batch == 2
        ? choose(profile, new MonaiFigures(110.9, 215), new MonaiFigures(99.3, 191))
        : Optional.empty();
  }

  static Optional<MonaiFigures> ofVolume(Profile profile, int edge, int batch) {
    return batch == 1 && edge == EDGE
        ? choose(profile, new MonaiFigures(17.8, 34), new MonaiFigures(20.1, 34))
        : Optional.empty();
  }

  private static Optional<MonaiFigures> choose(
      Profile profile, MonaiFigures unet, MonaiFigures swin) {
    NetworkProfile network = profile.network();
    if (profile.augment().subVolume() != EDGE) {
      return Optional.empty();
    }
    if (network.backbone() == NetworkProfile.Backbone.UNET) {
      return network.widths().equals(UNET) ? Optional.of(unet) : Optional.empty();
    }
    return network.widths().get(0) == SWIN ? Optional.of(swin) : Optional.empty();
  }
}
