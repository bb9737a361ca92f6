package dev.hybridmim.augment.sample;

import com.github.luben.zstd.Zstd;
import com.google.protobuf.ByteString;
import dev.hybridmim.platform.message.Sample;
import dev.hybridmim.platform.message.VoxelEncoding;
import dev.hybridmim.platform.number.Half;
import java.util.zip.CRC32C;

/**
 * Puts voxels and mask codes into a sample's record; the format is specified in this package's
 * documentation.
 *
 * <p>Keeps two buffers of the largest sample's size between calls. Not thread-safe.
 */
public final class SampleEncoder {
  private static final int COMPRESSION_LEVEL = 1;
  private static final int PROBES = 8;
  private static final int PROBE_BYTES = 8 << 10;

  private byte[] halves = new byte[0];
  private byte[] frame = new byte[0];

  /**
   * Completes a record with voxels, encoding, mask codes and checksum.
   *
   * @param record what else the sample says
   * @param intensities the first {@code count} are sent
   * @param mayBeCompressed whether a Zstandard frame is sent where it pays
   */
  public Sample encode(
      Sample.Builder record,
      float[] intensities,
      int count,
      byte[] maskCodes,
      boolean mayBeCompressed) {
    int plainBytes = Math.multiplyExact(count, Short.BYTES);
    if (halves.length < plainBytes) {
      halves = new byte[plainBytes];
      frame = new byte[Math.toIntExact(Zstd.compressBound(plainBytes))];
    }
    Half.encode(intensities, 0, count, halves, 0);
    if (!mayBeCompressed || !promises(plainBytes)) {
      return complete(record, VoxelEncoding.VOXEL_ENCODING_FLOAT16, halves, plainBytes, maskCodes);
    }
    long frameBytes =
        Zstd.compressByteArray(frame, 0, frame.length, halves, 0, plainBytes, COMPRESSION_LEVEL);
    if (Zstd.isError(frameBytes)) {
      throw new IllegalStateException("zstd failed: " + Zstd.getErrorName(frameBytes));
    }
    return pays(frameBytes, plainBytes)
        ? complete(
            record, VoxelEncoding.VOXEL_ENCODING_FLOAT16_ZSTD, frame, (int) frameBytes, maskCodes)
        : complete(record, VoxelEncoding.VOXEL_ENCODING_FLOAT16, halves, plainBytes, maskCodes);
  }

  /**
   * Whether pieces from all over shrink enough for the whole to be tried: trying costs as much as
   * everything else that is done to a sample.
   */
  private boolean promises(int plainBytes) {
    if (plainBytes <= PROBES * PROBE_BYTES) {
      return true;
    }
    long probed = 0;
    for (int probe = 0; probe < PROBES; probe++) {
      int at = (int) ((long) (plainBytes - PROBE_BYTES) * (2 * probe + 1) / (2 * PROBES)) & ~1;
      probed +=
          Zstd.compressByteArray(
              frame, 0, frame.length, halves, at, PROBE_BYTES, COMPRESSION_LEVEL);
    }
    return pays(probed, PROBES * PROBE_BYTES);
  }

  private static boolean pays(long frameBytes, long plainBytes) {
    return 8 * frameBytes <= 7 * plainBytes;
  }

  private static Sample complete(
      Sample.Builder record, VoxelEncoding encoding, byte[] bytes, int count, byte[] maskCodes) {
    CRC32C checksum = new CRC32C();
    checksum.update(bytes, 0, count);
    checksum.update(maskCodes);
    return record
        .setEncoding(encoding)
        .setVoxels(ByteString.copyFrom(bytes, 0, count))
        .setMaskCodes(ByteString.copyFrom(maskCodes))
        .setCrc32C((int) checksum.getValue())
        .build();
  }
}
