package dev.hybridmim.ingest.prepare;

import dev.hybridmim.platform.message.Modality;
import java.util.Objects;

/**
 * A scan as samples are cut from it: intensities in [0, 1], RAS orientation, at least as large as a
 * sub-volume. A value: nobody changes the array.
 */
public final class PreparedVolume {
  private final float[] voxels;
  private final Modality modality;
  private final Intensity intensity;
  private final PreparedGeometry geometry;

  /**
   * A prepared volume.
   *
   * @param voxels C order on the geometry's prepared grid; handed over
   * @param intensity how raw intensities became these
   */
  public PreparedVolume(
      float[] voxels, Modality modality, Intensity intensity, PreparedGeometry geometry) {
    this.voxels = Objects.requireNonNull(voxels, "voxels");
    this.modality = Objects.requireNonNull(modality, "modality");
    this.intensity = Objects.requireNonNull(intensity, "intensity");
    this.geometry = Objects.requireNonNull(geometry, "geometry");
    if (geometry.prepared().voxels() != voxels.length) {
      throw new IllegalArgumentException(
          "%d voxels do not fill the prepared box".formatted(voxels.length));
    }
  }

  /** The intensities themselves, not a copy: C order, k contiguous. */
  public float[] voxels() {
    return voxels;
  }

  /** Voxels along i, j, k. */
  public int[] shape() {
    return geometry.prepared().size();
  }

  /** Where the voxels lie. */
  public Grid grid() {
    return geometry.preparedGrid();
  }

  /** What took the scan, as said or as recognised. */
  public Modality modality() {
    return modality;
  }

  /** How raw intensities became these. */
  public Intensity intensity() {
    return intensity;
  }

  /** How the voxels lie in the scan. */
  public PreparedGeometry geometry() {
    return geometry;
  }
}
