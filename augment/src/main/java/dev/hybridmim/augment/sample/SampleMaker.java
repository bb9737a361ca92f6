package dev.hybridmim.augment.sample;

import dev.hybridmim.augment.mask.TwoLevelMasking;
import dev.hybridmim.augment.plan.SamplePlan;
import dev.hybridmim.augment.plan.Tickets;
import dev.hybridmim.platform.geometry.RegionGrid;
import dev.hybridmim.platform.message.Augmentation;
import dev.hybridmim.platform.message.Compression;
import dev.hybridmim.platform.message.DemandTicket;
import dev.hybridmim.platform.message.Extent;
import dev.hybridmim.platform.message.Sample;
import dev.hybridmim.platform.message.VoxelEncoding;
import dev.hybridmim.platform.number.Seeds;

/**
 * Makes the sample that a plan asks for, and makes a recorded one again.
 *
 * <p>In: a plan or a record, and the volume it names. Out: the sample. The same plan and volume
 * give the same bytes. Keeps buffers of the largest sample's size between calls: 13 bytes a voxel.
 * Not thread-safe.
 */
public final class SampleMaker {
  private static final long ORIGIN = 0;
  private static final long AUGMENTATION = 1;
  private static final long MASK = 2;
  private static final long NOISE = 3;

  private final SubVolumeCutter cutter = new SubVolumeCutter();
  private final Augmenter augmenter = new Augmenter();
  private final SampleEncoder encoder = new SampleEncoder();
  private float[] cut = new float[0];
  private float[] augmented = new float[0];

  /**
   * Draws and cuts the sample of a plan.
   *
   * @throws IllegalArgumentException when the volume has so many channels that the sample would not
   *     fit into a message
   */
  public Sample make(SamplePlan plan, VoxelSource volume) {
    DemandTicket ticket = plan.ticket();
    RegionGrid grid = Tickets.grid(ticket);
    int[] size = grid.subVolume();
    reserve(size, volume.channels());
    int[] origin = cutter.cut(volume, size, Seeds.derive(plan.seed(), ORIGIN), cut);
    Augmentation augmentation =
        augmenter.draw(ticket.getAugmentation(), size, Seeds.derive(plan.seed(), AUGMENTATION));
    byte[] maskCodes =
        TwoLevelMasking.draw(
            ticket.getMask().getStrategy(),
            grid,
            ticket.getMask().getRatio(),
            Seeds.derive(plan.seed(), MASK));
    Sample.Builder record =
        Sample.newBuilder()
            .setRunId(ticket.getRunId())
            .setTicket(ticket.getTicket())
            .setOrdinal(plan.ordinal())
            .setVolumeId(plan.volume().getId())
            .setOrigin(extent(origin))
            .setShape(ticket.getSubVolume())
            .setChannels(volume.channels())
            .setRegionEdge(grid.regionEdge())
            .setPatchEdge(grid.patchEdge())
            .setAugmentation(augmentation)
            .setSeed(plan.seed())
            .setAttempt(plan.attempt());
    return finish(
        record,
        size,
        volume.channels(),
        maskCodes,
        ticket.getCompression() != Compression.COMPRESSION_NONE);
  }

  /**
   * Makes a sample again from its own record, whose voxels and checksum are not looked at.
   *
   * @param volume the volume that the record names
   */
  public Sample rebuild(Sample record, VoxelSource volume) {
    int[] size = voxels(record.getShape());
    reserve(size, volume.channels());
    cutter.read(volume, voxels(record.getOrigin()), size, cut);
    return finish(
        record.toBuilder().setChannels(volume.channels()),
        size,
        volume.channels(),
        record.getMaskCodes().toByteArray(),
        record.getEncoding() != VoxelEncoding.VOXEL_ENCODING_FLOAT16);
  }

  private Sample finish(
      Sample.Builder record, int[] size, int channels, byte[] maskCodes, boolean mayBeCompressed) {
    long noiseSeed = Seeds.derive(record.getSeed(), NOISE);
    augmenter.apply(record.getAugmentation(), cut, channels, size, noiseSeed, augmented);
    return encoder.encode(
        record, augmented, channels * Box.voxels(size), maskCodes, mayBeCompressed);
  }

  private void reserve(int[] size, int channels) {
    long values = (long) Box.voxels(size) * channels;
    if (values * Short.BYTES > Tickets.MOST_VOXEL_BYTES) {
      throw new IllegalArgumentException(
          "A sample of "
              + channels
              + " channels would be larger than the largest message: ask for a smaller sub-volume");
    }
    if (cut.length < values) {
      cut = new float[(int) values];
      augmented = new float[(int) values];
    }
  }

  private static int[] voxels(Extent extent) {
    return new int[] {extent.getI(), extent.getJ(), extent.getK()};
  }

  private static Extent extent(int[] voxels) {
    return Extent.newBuilder().setI(voxels[0]).setJ(voxels[1]).setK(voxels[2]).build();
  }
}
