package dev.hybridmim.platform.profile;

import dev.hybridmim.platform.geometry.RegionGrid;
import java.util.Locale;

/**
 * What a sample is.
 *
 * @param subVolume edge of the cube that is cut, voxels
 * @param regionEdge edge of a first-level patch, voxels
 * @param patchEdge edge of a second-level patch, voxels
 * @param maskRatio share of all patches that is hidden
 * @param maskStrategy how the hidden patches are drawn
 * @param freshFraction share of visits that go to fresh volumes, as far as there are any
 * @param freshVisits how often a volume that arrived during the run is visited as a fresh one, on
 *     average, before it is replayed like any other; 0: the newest eighth of the catalogue is fresh
 * @param subVolumesPerVolume how many sub-volumes are cut from one fetched volume
 * @param balanceModalities whether modalities share the visits equally
 * @param balanceSubjects whether subjects share the visits equally
 * @param compress whether samples may travel compressed, where it pays
 */
public record AugmentProfile(
    int subVolume,
    int regionEdge,
    int patchEdge,
    double maskRatio,
    MaskStrategyName maskStrategy,
    double freshFraction,
    int freshVisits,
    int subVolumesPerVolume,
    boolean balanceModalities,
    boolean balanceSubjects,
    boolean compress,
    Changes augmentation)
    implements ProfileSection {
  public AugmentProfile {
    Require.within("augment.maskRatio", maskRatio, 0, 1);
    Require.within("augment.freshFraction", freshFraction, 0, 1);
    Require.atLeast("augment.freshVisits", freshVisits, 0);
    Require.atLeast("augment.subVolumesPerVolume", subVolumesPerVolume, 1);
    Require.present("augment.maskStrategy", maskStrategy);
    Require.present("augment.augmentation", augmentation);
    try {
      RegionGrid.cube(subVolume, regionEdge, patchEdge);
    } catch (IllegalArgumentException e) {
      throw new InvalidProfileException("augment: " + e.getMessage(), e);
    }
  }

  /** Regions and patches of a sample. */
  public RegionGrid grid() {
    return RegionGrid.cube(subVolume, regionEdge, patchEdge);
  }

  /** The published draws over the whole sub-volume, or region by region first. */
  public enum MaskStrategyName {
    UNIFORM,
    HIERARCHICAL;

    @com.fasterxml.jackson.annotation.JsonValue
    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * Random changes of a sub-volume.
   *
   * @param quarterTurns about every axis
   * @param intensityScale largest relative change of scale
   * @param intensityShift largest shift, on the scale from 0 to 1
   * @param gamma largest relative change of a gamma curve's exponent
   * @param noise largest standard deviation of added noise, on the scale from 0 to 1
   */
  public record Changes(
      boolean flips,
      boolean quarterTurns,
      double intensityScale,
      double intensityShift,
      double gamma,
      double noise)
      implements ProfileSection {
    public Changes {
      Require.within("augment.augmentation.gamma", gamma, 0, 0.5);
      Require.within("augment.augmentation.noise", noise, 0, 0.2);
      Require.within("augment.augmentation.intensityScale", intensityScale, 0, 0.5);
      Require.within("augment.augmentation.intensityShift", intensityShift, 0, 0.5);
    }
  }
}
