package dev.hybridmim.ingest.content;

import dev.hybridmim.ingest.image.Image;
import dev.hybridmim.ingest.image.VoxelArray;
import dev.hybridmim.ingest.prepare.Orientation;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** An image's name by its content, as specified in this package's documentation. */
public final class ContentId {
  private static final byte[] VERSION = "hybridmim-content-1\n".getBytes(StandardCharsets.US_ASCII);
  private static final double STEPS_PER_MILLIMETRE = 1000;
  private static final int VOXELS_AT_ONCE = 4 << 10;

  private ContentId() {}

  /**
   * The id, 64 hexadecimal digits. An image that is not in RAS orientation is turned first, which
   * costs a copy of it for as long as this takes.
   */
  public static String of(Image image) {
    Image oriented = Orientation.toRas(image);
    MessageDigest digest = sha256();
    digest.update(VERSION);
    digest.update(geometry(oriented));
    update(digest, oriented.array());
    return HexFormat.of().formatHex(digest.digest());
  }

  private static byte[] geometry(Image oriented) {
    ByteBuffer numbers = ByteBuffer.allocate(3 * Integer.BYTES + 3 * Long.BYTES);
    numbers.order(ByteOrder.LITTLE_ENDIAN);
    for (int edge : oriented.shape()) {
      numbers.putInt(edge);
    }
    for (double millimetres : oriented.affine().spacing()) {
      numbers.putLong(Math.round(millimetres * STEPS_PER_MILLIMETRE));
    }
    return numbers.array();
  }

  private static void update(MessageDigest digest, VoxelArray voxels) {
    float[] block = new float[VOXELS_AT_ONCE];
    byte[] bytes = new byte[VOXELS_AT_ONCE * Float.BYTES];
    FloatBuffer numbers = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer();
    for (int first = 0; first < voxels.length(); first += VOXELS_AT_ONCE) {
      int count = Math.min(VOXELS_AT_ONCE, voxels.length() - first);
      voxels.copy(first, count, block, 0);
      for (int n = 0; n < count; n++) {
        // Adding zero makes the negative zero the positive one and changes nothing else.
        block[n] += 0f;
      }
      numbers.put(0, block, 0, count);
      digest.update(bytes, 0, count * Float.BYTES);
    }
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256", e);
    }
  }
}
