package dev.hybridmim.augment.sample;

import com.github.luben.zstd.Zstd;
import com.google.protobuf.ByteString;
import dev.hybridmim.platform.geometry.RegionGrid;
import dev.hybridmim.platform.message.Extent;
import dev.hybridmim.platform.message.Sample;
import dev.hybridmim.platform.number.Half;
import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/** Checks and reads sample records; the format is specified in this package's documentation. */
public final class SampleDecoder {
  private SampleDecoder() {}

  /**
   * The voxels of a sample, once it has been found whole.
   *
   * @return {@code channels * i * j * k} intensities, C order
   * @throws CorruptSampleException when checksum, sizes or encoding don't fit together
   */
  public static float[] voxels(Sample sample) {
    byte[] halves = halves(sample);
    float[] values = new float[halves.length / Short.BYTES];
    Half.decode(halves, 0, values.length, values, 0);
    return values;
  }

  /** The same as little-endian binary16. */
  public static byte[] halves(Sample sample) {
    check(sample);
    int bytes = Math.toIntExact(voxelCount(sample) * Short.BYTES);
    return switch (sample.getEncoding()) {
      case VOXEL_ENCODING_FLOAT16 -> plain(sample, bytes);
      case VOXEL_ENCODING_FLOAT16_ZSTD -> decompressed(sample, bytes);
      default ->
          throw new CorruptSampleException(sample, "its encoding is unknown to this version");
    };
  }

  /** The regions and patches that the sample's mask codes speak of. */
  public static RegionGrid grid(Sample sample) {
    Extent shape = sample.getShape();
    try {
      return new RegionGrid(
          new int[] {shape.getI(), shape.getJ(), shape.getK()},
          sample.getRegionEdge(),
          sample.getPatchEdge());
    } catch (IllegalArgumentException e) {
      throw new CorruptSampleException(sample, e.getMessage());
    }
  }

  private static void check(Sample sample) {
    CRC32C checksum = new CRC32C();
    update(checksum, sample.getVoxels());
    update(checksum, sample.getMaskCodes());
    if ((int) checksum.getValue() != sample.getCrc32C()) {
      throw new CorruptSampleException(sample, "its checksum does not match");
    }
    int maskBytes = grid(sample).maskBytes();
    if (sample.getMaskCodes().size() != maskBytes) {
      throw new CorruptSampleException(
          sample,
          "it has " + sample.getMaskCodes().size() + " bytes of mask codes, not " + maskBytes);
    }
  }

  private static long voxelCount(Sample sample) {
    Extent shape = sample.getShape();
    long count = Math.multiplyExact((long) shape.getI() * shape.getJ(), (long) shape.getK());
    return Math.multiplyExact(count, (long) sample.getChannels());
  }

  private static byte[] plain(Sample sample, int bytes) {
    if (sample.getVoxels().size() != bytes) {
      throw new CorruptSampleException(
          sample, "it has " + sample.getVoxels().size() + " bytes of voxels, not " + bytes);
    }
    return sample.getVoxels().toByteArray();
  }

  private static byte[] decompressed(Sample sample, int bytes) {
    byte[] frame = sample.getVoxels().toByteArray();
    // Asked before anything is allocated: a frame may claim any size.
    long stated = Zstd.getFrameContentSize(frame);
    if (stated != bytes) {
      throw new CorruptSampleException(
          sample, "its Zstandard frame states " + stated + " bytes, not " + bytes);
    }
    byte[] halves = new byte[bytes];
    long written = Zstd.decompress(halves, frame);
    if (written != bytes) {
      throw new CorruptSampleException(sample, "its Zstandard frame is damaged");
    }
    return halves;
  }

  private static void update(CRC32C checksum, ByteString bytes) {
    for (ByteBuffer part : bytes.asReadOnlyByteBufferList()) {
      checksum.update(part);
    }
  }
}
