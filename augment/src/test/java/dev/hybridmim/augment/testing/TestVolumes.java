package dev.hybridmim.augment.testing;

import dev.hybridmim.ingest.image.Affine;
import dev.hybridmim.ingest.prepare.Grid;
import dev.hybridmim.ingest.prepare.Intensity;
import dev.hybridmim.ingest.prepare.PreparedGeometry;
import dev.hybridmim.ingest.prepare.PreparedVolume;
import dev.hybridmim.ingest.prepare.VoxelRange;
import dev.hybridmim.ingest.volume.StoredVolume;
import dev.hybridmim.ingest.volume.VolumeWriter;
import dev.hybridmim.platform.message.ExclusionReason;
import dev.hybridmim.platform.message.Extent;
import dev.hybridmim.platform.message.Modality;
import dev.hybridmim.platform.message.ScanSource;
import dev.hybridmim.platform.message.Volume;
import dev.hybridmim.platform.message.VolumeEvent;
import dev.hybridmim.platform.message.VolumeExclusion;
import dev.hybridmim.platform.store.ObjectStore;

/** Volumes of any content, announced as ingest does it. */
public final class TestVolumes {
  private TestVolumes() {}

  /** The 64 digits that name volume {@code number}. */
  public static String id(int number) {
    return "%064x".formatted(number);
  }

  /** A volume that is announced but lies nowhere. */
  public static Volume announced(int number) {
    return Volume.newBuilder()
        .setId(id(number))
        .setObjectPrefix("volumes/" + id(number) + "/recipe/")
        .setShape(TestTickets.cube(24))
        .setChannels(1)
        .setChecksum("unchecked")
        .setSource(ScanSource.newBuilder().setKey("raw/some name.nii.gz"))
        .build();
  }

  /** Announced only, with what a choice weighs. */
  public static VolumeEvent prepared(int number, Modality modality, String subject) {
    return prepared(
        announced(number).toBuilder().setModality(modality).setSubject(subject).build());
  }

  public static VolumeEvent withdrawn(int number) {
    VolumeEvent event = excluded(number);
    return event.toBuilder()
        .setExcluded(
            event.getExcluded().toBuilder().setReason(ExclusionReason.EXCLUSION_REASON_WITHDRAWN))
        .build();
  }

  public static VolumeEvent prepared(Volume volume) {
    return VolumeEvent.newBuilder().setPrepared(volume).build();
  }

  public static VolumeEvent prepared(int number) {
    return prepared(announced(number));
  }

  public static VolumeEvent excluded(int number) {
    return VolumeEvent.newBuilder()
        .setExcluded(VolumeExclusion.newBuilder().setId(id(number)).setBy("a test"))
        .build();
  }

  /** Intensities in which every place can be told from every other. */
  public static float[] ramp(int number, int[] shape) {
    float[] voxels = new float[shape[0] * shape[1] * shape[2]];
    for (int voxel = 0; voxel < voxels.length; voxel++) {
      voxels[voxel] = ((voxel * 31 + number * 977) % 4096) / 4095f;
    }
    return voxels;
  }

  /** Writes a ramp into a store. */
  public static Volume stored(ObjectStore store, int number, int... shape) {
    return stored(store, number, ramp(number, shape), shape);
  }

  /** Writes a volume into a store. */
  public static Volume stored(ObjectStore store, int number, float[] voxels, int... shape) {
    Grid grid = Grid.of(shape, Affine.identity());
    VoxelRange all = new VoxelRange(0, 0, 0, shape[0], shape[1], shape[2]);
    PreparedVolume volume =
        new PreparedVolume(
            voxels,
            Modality.MODALITY_MR,
            new Intensity(0, 1000),
            new PreparedGeometry(grid, grid, grid, all, all));
    StoredVolume written = VolumeWriter.write(store, id(number), "recipe", volume);
    return announced(number).toBuilder()
        .setObjectPrefix(written.prefix())
        .setChecksum(written.checksum())
        .setShape(Extent.newBuilder().setI(shape[0]).setJ(shape[1]).setK(shape[2]))
        .build();
  }
}
