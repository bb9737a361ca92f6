package dev.hybridmim.ingest.pipeline;

import dev.hybridmim.ingest.image.ReadLimits;
import dev.hybridmim.ingest.nifti.NiftiVolumes;
import dev.hybridmim.ingest.prepare.VolumePreparer;
import dev.hybridmim.platform.profile.IngestProfile;
import dev.hybridmim.platform.profile.Profile;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/**
 * The settings that a volume's voxels depend on. Volumes of one scan prepared with different
 * recipes lie side by side.
 *
 * @param subVolumeEdge voxels; no prepared edge is shorter
 */
public record PreparationRecipe(IngestProfile profile, int subVolumeEdge) implements Serializable {
  // Raised whenever the same settings give other voxels. With anti-aliasing: 2 smooths between
  // rotated grids as well.
  private static final int VERSION = 1;
  private static final int VERSION_WITH_ANTI_ALIASING = 2;
  // Tilted series are made upright though each scan keeps its own spacing.
  private static final int VERSION_WITH_OWN_SPACING = 3;
  private static final int DIGITS = 12;

  public PreparationRecipe {
    Objects.requireNonNull(profile, "profile");
  }

  /** The recipe of a profile. */
  public static PreparationRecipe of(Profile profile) {
    return new PreparationRecipe(profile.ingest(), profile.augment().subVolume());
  }

  /** Twelve hexadecimal digits that differ when any setting does. */
  public String digest() {
    String text =
        "recipe %d spacing %s ct %s mr %s antialias %s edge %d"
            .formatted(
                version(),
                profile.spacingMm(),
                profile.ctWindowHu(),
                profile.mrPercentiles(),
                profile.antiAlias(),
                subVolumeEdge);
    return Digests.hex(text.getBytes(StandardCharsets.UTF_8)).substring(0, DIGITS);
  }

  private int version() {
    if (profile.spacingMm().isEmpty()) {
      return VERSION_WITH_OWN_SPACING;
    }
    return profile.antiAlias() ? VERSION_WITH_ANTI_ALIASING : VERSION;
  }

  /** Which volumes of a file are prepared; the voxels of each don't depend on it. */
  NiftiVolumes volumes() {
    return NiftiVolumes.valueOf(profile.volumes().name());
  }

  VolumePreparer preparer(ReadLimits limits) {
    return new VolumePreparer(profile, subVolumeEdge, limits);
  }
}
