package dev.hybridmim.augment.sample;

import static dev.hybridmim.augment.testing.TestTickets.ticket;
import static dev.hybridmim.augment.testing.TestVolumes.announced;
import static dev.hybridmim.augment.testing.TestVolumes.ramp;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import dev.hybridmim.augment.mask.TwoLevelMasking;
import dev.hybridmim.augment.plan.SamplePlan;
import dev.hybridmim.platform.geometry.RegionGrid;
import dev.hybridmim.platform.message.Compression;
import dev.hybridmim.platform.message.DemandTicket;
import dev.hybridmim.platform.message.Sample;
import dev.hybridmim.platform.message.VoxelEncoding;
import dev.hybridmim.platform.number.Half;
import dev.hybridmim.platform.number.Seeds;
import java.util.Random;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class SampleMakerTest {
  private static final int[] SHAPE = {40, 33, 21};
  private static final ArrayVolume VOLUME = new ArrayVolume(ramp(1, SHAPE), 1, SHAPE);

  @Property(tries = 200)
  void aSamplesRecordRebuildsItBitForBit(
      @ForAll long seed, @ForAll @IntRange(max = 7) int ordinal) {
    Sample sample = new SampleMaker().make(plan(ordinal, seed), VOLUME);
    Sample record = sample.toBuilder().clearVoxels().clearCrc32C().clearEncoding().build();

    assertThat(new SampleMaker().rebuild(record, VOLUME)).isEqualTo(sample);
  }

  @Property(tries = 100)
  void buffersThatHeldAnotherSampleDoNotShow(@ForAll long seed) {
    SampleMaker used = new SampleMaker();
    used.make(plan(1, ~seed), VOLUME);

    assertThat(used.make(plan(0, seed), VOLUME))
        .isEqualTo(new SampleMaker().make(plan(0, seed), VOLUME));
  }

  @Example
  void theRecordSaysWhatWasDoneAndTheVoxelsAreTheVolumes() {
    Sample sample = new SampleMaker().make(plan(5, 99), VOLUME);
    float[] expected = new float[16 * 16 * 16];
    float[] cut = new float[expected.length];
    int[] origin = {
      sample.getOrigin().getI(), sample.getOrigin().getJ(), sample.getOrigin().getK()
    };
    VOLUME.readBox(origin, new int[] {16, 16, 16}, cut);
    new Augmenter()
        .apply(
            sample.getAugmentation(),
            cut,
            1,
            new int[] {16, 16, 16},
            Seeds.derive(99, 3),
            expected);

    float[] voxels = SampleDecoder.voxels(sample);
    for (int voxel = 0; voxel < expected.length; voxel++) {
      assertThat(voxels[voxel]).isEqualTo(Half.toFloat(Half.toHalf(expected[voxel])));
    }
    assertThat(sample.getRunId()).isEqualTo("run-a");
    assertThat(sample.getTicket()).isEqualTo(3);
    assertThat(sample.getOrdinal()).isEqualTo(5);
    assertThat(sample.getVolumeId()).isEqualTo(announced(1).getId());
    assertThat(sample.getMaskCodes().toByteArray())
        .isEqualTo(
            TwoLevelMasking.draw(
                plan(5, 99).ticket().getMask().getStrategy(),
                RegionGrid.cube(16, 8, 4),
                0.4,
                Seeds.derive(99, 2)));
    assertThat(SampleDecoder.grid(sample)).isEqualTo(RegionGrid.cube(16, 8, 4));
  }

  @Example
  void zstdIsSentWhenItPays() {
    // Any bits that are a number: intensities proper always leave something to squeeze.
    float[] noise = new float[40 * 33 * 21];
    Random random = new Random(1);
    for (int voxel = 0; voxel < noise.length; voxel++) {
      noise[voxel] = Half.toFloat((short) (random.nextInt() & 0xbbff));
    }
    DemandTicket untouched = ticket(3, 1).clearAugmentation().build();
    Sample plain =
        new SampleMaker()
            .make(
                new SamplePlan(untouched, 0, announced(1), 0, 1), new ArrayVolume(noise, 1, SHAPE));
    Sample packed =
        new SampleMaker()
            .make(
                new SamplePlan(untouched, 0, announced(1), 0, 1),
                new ArrayVolume(new float[noise.length], 1, SHAPE));

    assertThat(plain.getEncoding()).isEqualTo(VoxelEncoding.VOXEL_ENCODING_FLOAT16);
    assertThat(plain.getVoxels().size()).isEqualTo(2 * 16 * 16 * 16);
    assertThat(packed.getEncoding()).isEqualTo(VoxelEncoding.VOXEL_ENCODING_FLOAT16_ZSTD);
    assertThat(packed.getVoxels().size()).isLessThan(100);
    assertThat(SampleDecoder.voxels(packed)).containsOnly(0f);
  }

  @Example
  void aTicketMayForbidCompression() {
    DemandTicket ticket =
        ticket(3, 1).clearAugmentation().setCompression(Compression.COMPRESSION_NONE).build();
    ArrayVolume empty = new ArrayVolume(new float[40 * 33 * 21], 1, SHAPE);
    Sample sample = new SampleMaker().make(new SamplePlan(ticket, 0, announced(1), 2, 1), empty);

    assertThat(sample.getEncoding()).isEqualTo(VoxelEncoding.VOXEL_ENCODING_FLOAT16);
    assertThat(sample.getAttempt()).isEqualTo(2);
    assertThat(new SampleMaker().rebuild(sample, empty)).isEqualTo(sample);
  }

  @Property(tries = 300)
  void aFlippedBitIsNoticed(
      @ForAll @IntRange(min = 0) int place, @ForAll @IntRange(max = 7) int bit) {
    Sample sample = new SampleMaker().make(plan(0, 1), VOLUME);
    boolean inVoxels = place % 3 != 0;
    byte[] bytes = (inVoxels ? sample.getVoxels() : sample.getMaskCodes()).toByteArray();
    bytes[place % bytes.length] ^= (byte) (1 << bit);
    Sample.Builder damaged = sample.toBuilder();
    ByteString changed = ByteString.copyFrom(bytes);
    Sample result = (inVoxels ? damaged.setVoxels(changed) : damaged.setMaskCodes(changed)).build();

    assertThatThrownBy(() -> SampleDecoder.voxels(result))
        .isInstanceOf(CorruptSampleException.class)
        .hasMessageContaining("run-a/3/0")
        .hasMessageContaining("checksum");
  }

  @Example
  void sizesThatDoNotFitTogetherAreNoticed() {
    Sample sample = new SampleMaker().make(plan(0, 1), VOLUME);
    assertThatThrownBy(() -> SampleDecoder.voxels(sample.toBuilder().setChannels(2).build()))
        .isInstanceOf(CorruptSampleException.class);
    assertThatThrownBy(() -> SampleDecoder.voxels(sample.toBuilder().setRegionEdge(4).build()))
        .isInstanceOf(CorruptSampleException.class)
        .hasMessageContaining("mask codes");
    assertThatThrownBy(() -> SampleDecoder.voxels(sample.toBuilder().setPatchEdge(5).build()))
        .isInstanceOf(CorruptSampleException.class);
    assertThatThrownBy(() -> SampleDecoder.voxels(sample.toBuilder().setEncodingValue(77).build()))
        .isInstanceOf(CorruptSampleException.class)
        .hasMessageContaining("encoding");
  }

  @Example
  void moreChannelsThanAMessageHoldsAreRefused() {
    VoxelSource wide = new ArrayVolume(new float[0], 100_000, SHAPE);
    assertThatThrownBy(() -> new SampleMaker().make(plan(0, 1), wide))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("100000 channels");
  }

  private static SamplePlan plan(int ordinal, long seed) {
    return new SamplePlan(ticket(3, 1).build(), ordinal, announced(1), 0, seed);
  }
}
