package dev.hybridmim.trainer.stream;

import dev.hybridmim.platform.geometry.RegionGrid;
import dev.hybridmim.platform.profile.Profile;
import java.time.Duration;

/**
 * What a stream of samples is for.
 *
 * @param runId whose samples
 * @param profile what is asked for
 * @param askAgainAfter how long a ticket may stay without any new answer before it is asked again
 */
public record StreamSettings(String runId, Profile profile, Duration askAgainAfter) {
  /** Long enough for a pipeline that restarts. */
  public static final Duration ASK_AGAIN_AFTER = Duration.ofMinutes(2);

  public StreamSettings {
    if (askAgainAfter.isNegative() || askAgainAfter.isZero()) {
      throw new IllegalArgumentException(
          "The time after which a ticket is asked again must be positive, not " + askAgainAfter);
    }
  }

  /** Regions and patches of the samples. */
  RegionGrid grid() {
    return profile.augment().grid();
  }

  /** Bytes of one sample's voxels as float16. */
  int voxelBytes() {
    return Math.multiplyExact(
        Math.multiplyExact(profile.network().inputChannels(), grid().voxels()), Short.BYTES);
  }
}
