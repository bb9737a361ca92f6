package dev.hybridmim.local.bench;

import dev.hybridmim.ingest.image.Affine;
import dev.hybridmim.ingest.prepare.Grid;
import dev.hybridmim.ingest.prepare.Intensity;
import dev.hybridmim.ingest.prepare.PreparedGeometry;
import dev.hybridmim.ingest.prepare.PreparedVolume;
import dev.hybridmim.ingest.prepare.VoxelRange;
import dev.hybridmim.ingest.volume.StoredVolume;
import dev.hybridmim.ingest.volume.VolumeWriter;
import dev.hybridmim.platform.message.Extent;
import dev.hybridmim.platform.message.Modality;
import dev.hybridmim.platform.message.Volume;
import dev.hybridmim.platform.message.VolumeEvent;
import dev.hybridmim.platform.number.Seeds;
import dev.hybridmim.platform.store.ObjectStore;
import org.apache.commons.rng.UniformRandomProvider;

/**
 * Prepared volumes that cost about what CT of the trunk costs: a third air, which is 0 after the
 * window, and tissue with a scanner's noise.
 */
final class SyntheticVolumes {
  private static final String RECIPE = "bench";
  private static final double NOISE = 0.01;

  private SyntheticVolumes() {}

  /** Writes a volume into a store and returns the event that announces it. */
  static VolumeEvent write(ObjectStore store, int number, int edge) {
    int[] shape = {edge, edge, edge};
    Grid grid = Grid.of(shape, Affine.identity());
    VoxelRange all = new VoxelRange(0, 0, 0, edge, edge, edge);
    String id = "%064x".formatted(0xbe9c0000L + number);
    StoredVolume written =
        VolumeWriter.write(
            store,
            id,
            RECIPE,
            new PreparedVolume(
                voxels(number, edge),
                Modality.MODALITY_CT,
                new Intensity(-1000, 1000),
                new PreparedGeometry(grid, grid, grid, all, all)));
    return VolumeEvent.newBuilder()
        .setPrepared(
            Volume.newBuilder()
                .setId(id)
                .setObjectPrefix(written.prefix())
                .setChecksum(written.checksum())
                .setShape(Extent.newBuilder().setI(edge).setJ(edge).setK(edge))
                .setChannels(1)
                .setModality(Modality.MODALITY_CT)
                .setSubject("bench-" + number))
        .build();
  }

  private static float[] voxels(int number, int edge) {
    UniformRandomProvider noise = Seeds.random(number);
    float[] voxels = new float[edge * edge * edge];
    int at = 0;
    for (int i = 0; i < edge; i++) {
      for (int j = 0; j < edge; j++) {
        double across = (2.0 * i / edge - 1) / 0.97;
        double deep = (2.0 * j / edge - 1) / 0.85;
        boolean body = across * across + deep * deep < 1;
        for (int k = 0; k < edge; k++) {
          if (body) {
            double tissue =
                0.5 + 0.08 * Math.sin(i / 9.0 + number) * Math.cos(j / 13.0) * Math.sin(k / 7.0);
            // The sum of three draws is bell-shaped enough for a compressor.
            double bell = noise.nextDouble() + noise.nextDouble() + noise.nextDouble() - 1.5;
            voxels[at] = (float) (tissue + 2 * NOISE * bell);
          }
          at++;
        }
      }
    }
    return voxels;
  }
}
