package dev.hybridmim.ingest.volume;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.ShortBuffer;
import java.util.Arrays;
import java.util.zip.CRC32C;

/**
 * Between a chunk's codes and its stored bytes: little-endian unsigned 16-bit numbers, one
 * Zstandard frame, its CRC-32C behind it. Holds buffers for one chunk; not thread-safe.
 */
final class ChunkCodec {
  static final int ZSTD_LEVEL = 3;

  private static final VarHandle CODES =
      MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle CHECKSUM =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

  private final byte[] plain;
  private final byte[] packed;
  private final CRC32C checksum = new CRC32C();
  private final ShortBuffer codesOfPlain;

  ChunkCodec(int chunkVoxels) {
    this.plain = new byte[chunkVoxels * Short.BYTES];
    this.codesOfPlain = ByteBuffer.wrap(plain).order(ByteOrder.LITTLE_ENDIAN).asShortBuffer();
    this.packed = new byte[Math.toIntExact(Zstd.compressBound(plain.length)) + Integer.BYTES];
  }

  /** The longest that a sound chunk can be. */
  int maxBytes() {
    return packed.length;
  }

  void clear() {
    Arrays.fill(plain, (byte) 0);
  }

  /** Sets codes that lie one after the other. */
  void set(int voxel, short[] codes, int count) {
    codesOfPlain.put(voxel, codes, 0, count);
  }

  int get(int voxel) {
    return (short) CODES.get(plain, voxel * Short.BYTES) & 0xffff;
  }

  /** All codes. */
  void copy(short[] into) {
    codesOfPlain.get(0, into, 0, codesOfPlain.capacity());
  }

  /** The stored bytes of the codes that were set. */
  byte[] encode() {
    int length =
        (int)
            Zstd.compressByteArray(
                packed, 0, packed.length - Integer.BYTES, plain, 0, plain.length, ZSTD_LEVEL);
    CHECKSUM.set(packed, length, crc(packed, length));
    return Arrays.copyOf(packed, length + Integer.BYTES);
  }

  /**
   * Makes stored bytes into codes.
   *
   * @param part names the chunk in messages
   */
  void decode(byte[] stored, String part) throws DamagedVolumeException {
    int length = stored.length - Integer.BYTES;
    if (length < 0 || crc(stored, length) != (int) CHECKSUM.get(stored, length)) {
      throw new DamagedVolumeException(part, "has a wrong checksum", null);
    }
    try {
      long plainLength = Zstd.decompressByteArray(plain, 0, plain.length, stored, 0, length);
      if (plainLength != plain.length) {
        throw new DamagedVolumeException(part, "is a chunk of another size", null);
      }
    } catch (ZstdException e) {
      throw new DamagedVolumeException(part, "is not a Zstandard frame of a chunk's size", e);
    }
  }

  private int crc(byte[] bytes, int length) {
    checksum.reset();
    checksum.update(bytes, 0, length);
    return (int) checksum.getValue();
  }
}
