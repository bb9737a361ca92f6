package dev.hybridmim.trainer.stream;

import com.github.luben.zstd.Zstd;
import com.google.protobuf.ByteString;
import dev.hybridmim.platform.geometry.RegionGrid;
import dev.hybridmim.platform.message.DemandTicket;
import dev.hybridmim.platform.message.Extent;
import dev.hybridmim.platform.message.Sample;
import dev.hybridmim.platform.message.VoxelEncoding;
import dev.hybridmim.platform.number.Half;
import dev.hybridmim.platform.number.Seeds;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.rng.UniformRandomProvider;

/** Answers tickets as the pipeline does, deterministically, with noise for scans. */
public final class Answers {
  private static final int VOLUMES = 5;

  private Answers() {}

  /** All samples of a ticket in order; every second one is compressed. */
  public static List<Sample> to(DemandTicket ticket, int channels) {
    List<Sample> samples = new ArrayList<>();
    for (int ordinal = 0; ordinal < ticket.getSamples(); ordinal++) {
      samples.add(sample(ticket, ordinal, channels));
    }
    return samples;
  }

  /** One sample of a ticket. */
  public static Sample sample(DemandTicket ticket, int ordinal, int channels) {
    Extent size = ticket.getSubVolume();
    RegionGrid grid =
        new RegionGrid(
            new int[] {size.getI(), size.getJ(), size.getK()},
            ticket.getMask().getRegionEdge(),
            ticket.getMask().getPatchEdge());
    long seed = Seeds.derive(ticket.getSeed(), ordinal, ticket.getCataloguePosition());
    UniformRandomProvider random = Seeds.random(seed);
    byte[] voxels = voxels(random, channels * grid.voxels());
    byte[] mask = new byte[grid.maskBytes()];
    for (int region = 0; region < grid.regions(); region++) {
      for (int patch = 0; patch < grid.patchesPerRegion(); patch++) {
        if (random.nextDouble() < ticket.getMask().getRatio()) {
          grid.mask(mask, region, patch);
        }
      }
    }
    boolean compressed = ordinal % 2 == 1;
    return sealed(
        Sample.newBuilder()
            .setRunId(ticket.getRunId())
            .setTicket(ticket.getTicket())
            .setOrdinal(ordinal)
            .setVolumeId("volume-" + random.nextInt(VOLUMES))
            .setShape(size)
            .setChannels(channels)
            .setEncoding(
                compressed
                    ? VoxelEncoding.VOXEL_ENCODING_FLOAT16_ZSTD
                    : VoxelEncoding.VOXEL_ENCODING_FLOAT16)
            .setVoxels(ByteString.copyFrom(compressed ? Zstd.compress(voxels) : voxels))
            .setMaskCodes(ByteString.copyFrom(mask))
            .setRegionEdge(grid.regionEdge())
            .setPatchEdge(grid.patchEdge())
            .setSeed(seed));
  }

  /** Builds a sample with the right checksum. */
  static Sample sealed(Sample.Builder sample) {
    return sample.setCrc32C(SampleCheck.checksum(sample.buildPartial())).build();
  }

  /** The same sample with one bit of its voxels turned. */
  static Sample damaged(Sample sample) {
    byte[] voxels = sample.getVoxels().toByteArray();
    voxels[voxels.length / 2] ^= 1;
    return sample.toBuilder().setVoxels(ByteString.copyFrom(voxels)).build();
  }

  private static byte[] voxels(UniformRandomProvider random, int count) {
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      // Few different values, so that compression has something to do.
      values[i] = random.nextInt(16) / 16f;
    }
    byte[] bytes = new byte[count * Short.BYTES];
    Half.encode(values, 0, count, bytes, 0);
    return bytes;
  }
}
