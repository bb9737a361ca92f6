package dev.hybridmim.trainer.stream;

import com.github.luben.zstd.ZstdDecompressCtx;
import com.github.luben.zstd.ZstdException;
import com.google.protobuf.ByteString;
import dev.hybridmim.platform.message.Sample;
import dev.hybridmim.platform.message.VoxelEncoding;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Writes samples' voxels one after the other into one direct buffer, which it keeps for the next
 * batch.
 */
final class VoxelDecoder implements AutoCloseable {
  private final int voxelBytes;
  private final ZstdDecompressCtx zstd = new ZstdDecompressCtx();
  private byte[] frame = new byte[0];
  private ByteBuffer voxels = ByteBuffer.allocateDirect(0);

  VoxelDecoder(int voxelBytes) {
    this.voxelBytes = voxelBytes;
  }

  /**
   * An empty place for so many samples.
   *
   * @throws IllegalArgumentException when a batch of them does not fit a buffer
   */
  void begin(int samples) {
    long bytes = (long) samples * voxelBytes;
    if (bytes > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(
          "A batch of "
              + samples
              + " samples has "
              + bytes
              + " bytes of voxels; at most 2 GiB fit.");
    }
    if (voxels.capacity() < bytes) {
      voxels = ByteBuffer.allocateDirect((int) bytes);
    }
    voxels.clear();
  }

  /**
   * Appends one sample.
   *
   * @return false when it could not be decoded; then the batch is to be begun again
   */
  boolean append(Sample sample) {
    ByteString encoded = sample.getVoxels();
    if (sample.getEncoding() == VoxelEncoding.VOXEL_ENCODING_FLOAT16) {
      encoded.copyTo(voxels);
      return true;
    }
    if (frame.length < encoded.size()) {
      frame = new byte[encoded.size()];
    }
    encoded.copyTo(frame, 0);
    try {
      int written =
          zstd.decompressByteArrayToDirectByteBuffer(
              voxels, voxels.position(), voxelBytes, frame, 0, encoded.size());
      voxels.position(voxels.position() + written);
      return written == voxelBytes;
    } catch (ZstdException e) {
      return false;
    }
  }

  /** A view of what was appended. */
  ByteBuffer end() {
    return voxels.duplicate().flip().order(ByteOrder.LITTLE_ENDIAN);
  }

  @Override
  public void close() {
    zstd.close();
  }
}
