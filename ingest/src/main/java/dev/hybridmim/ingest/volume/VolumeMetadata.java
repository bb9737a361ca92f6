package dev.hybridmim.ingest.volume;

import dev.hybridmim.ingest.prepare.Intensity;
import dev.hybridmim.ingest.prepare.PreparedGeometry;
import dev.hybridmim.ingest.prepare.PreparedVolume;
import dev.hybridmim.platform.message.Modality;
import java.util.Objects;

/**
 * What is known of a stored volume beside its voxels.
 *
 * @param id content hash of the scan
 * @param recipe how it was prepared, see {@code dev.hybridmim.ingest.pipeline}
 */
public record VolumeMetadata(
    String id, String recipe, Modality modality, Intensity intensity, PreparedGeometry geometry) {
  public VolumeMetadata {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(recipe, "recipe");
    Objects.requireNonNull(modality, "modality");
    Objects.requireNonNull(intensity, "intensity");
    Objects.requireNonNull(geometry, "geometry");
  }

  /** Of a volume that is to be stored. */
  public static VolumeMetadata of(String id, String recipe, PreparedVolume volume) {
    return new VolumeMetadata(id, recipe, volume.modality(), volume.intensity(), volume.geometry());
  }

  /** Voxels along i, j, k. */
  public int[] shape() {
    return geometry.prepared().size();
  }
}
