package dev.hybridmim.ingest.pipeline;

import dev.hybridmim.ingest.prepare.Grid;
import dev.hybridmim.ingest.prepare.VoxelRange;
import dev.hybridmim.ingest.volume.StoredVolume;
import dev.hybridmim.ingest.volume.VolumeMetadata;
import dev.hybridmim.platform.message.ExclusionReason;
import dev.hybridmim.platform.message.Extent;
import dev.hybridmim.platform.message.IntensityScaling;
import dev.hybridmim.platform.message.ScanSource;
import dev.hybridmim.platform.message.Volume;
import dev.hybridmim.platform.message.VolumeEvent;
import dev.hybridmim.platform.message.VolumeExclusion;
import dev.hybridmim.platform.message.VoxelBox;
import java.time.Instant;
import java.util.Arrays;

/** Catalogue entries of stored volumes. */
final class CatalogueEvents {
  private CatalogueEvents() {}

  static VolumeEvent prepared(
      StoredVolume stored,
      ScanSource source,
      SubjectPseudonyms subject,
      Instant announcedAt,
      Instant preparedAt) {
    VolumeMetadata metadata = stored.metadata();
    Grid grid = metadata.geometry().preparedGrid();
    Volume.Builder volume =
        Volume.newBuilder()
            .setId(metadata.id())
            .setObjectPrefix(stored.prefix())
            .setShape(extent(grid.shape()))
            .setChannels(1)
            .setModality(metadata.modality())
            .setScaling(
                IntensityScaling.newBuilder()
                    .setLow(metadata.intensity().low())
                    .setHigh(metadata.intensity().high()))
            .setForeground(box(metadata.geometry().foreground()))
            .setChecksum(stored.checksum())
            .setSource(source)
            .setSubject(subject.subject())
            .setStudy(subject.study())
            .setAnnouncedAt(Rejects.timestamp(announcedAt))
            .setPreparedAt(Rejects.timestamp(preparedAt));
    Arrays.stream(grid.spacing()).forEach(volume::addSpacingMm);
    Arrays.stream(grid.affine().toRowMajor()).forEach(volume::addAffine);
    return VolumeEvent.newBuilder().setPrepared(volume).build();
  }

  /** A volume that a later version of its series replaces. */
  static VolumeEvent superseded(String volumeId, String folder) {
    return VolumeEvent.newBuilder()
        .setExcluded(
            VolumeExclusion.newBuilder()
                .setId(volumeId)
                .setReason(ExclusionReason.EXCLUSION_REASON_SUPERSEDED)
                .setBy(folder))
        .build();
  }

  /** The key of such an event; others that exclude the volume have keys of their own. */
  static String supersededKey(String volumeId) {
    return volumeId + "!superseded";
  }

  /** One entry for each scan of a volume. */
  static String recordKey(String volumeId, ScanSource source) {
    return volumeId + "/" + Digests.scan(source.getBucket(), source.getKey(), source.getEtag());
  }

  private static VoxelBox box(VoxelRange range) {
    return VoxelBox.newBuilder()
        .setOrigin(extent(range.origin()))
        .setSize(extent(range.size()))
        .build();
  }

  private static Extent extent(int[] edges) {
    return Extent.newBuilder().setI(edges[0]).setJ(edges[1]).setK(edges[2]).build();
  }
}
