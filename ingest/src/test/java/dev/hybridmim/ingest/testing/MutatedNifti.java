package dev.hybridmim.ingest.testing;

import dev.hybridmim.platform.number.Seeds;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.apache.commons.rng.UniformRandomProvider;

/** Small NIfTI files of all versions and byte orders with damaged headers, made from a seed. */
public final class MutatedNifti {
  private static final byte[][] SOUND = {
    sound(1, ByteOrder.LITTLE_ENDIAN), sound(2, ByteOrder.LITTLE_ENDIAN),
    sound(1, ByteOrder.BIG_ENDIAN), sound(2, ByteOrder.BIG_ENDIAN),
  };

  private MutatedNifti() {}

  /**
   * A damaged file.
   *
   * @param number chooses version and byte order
   */
  public static byte[] file(int number, long seed) {
    return mutate(SOUND[number % 4].clone(), number % 2 == 0 ? 348 : 540, Seeds.random(seed));
  }

  private static byte[] sound(int version, ByteOrder order) {
    return new NiftiBytes(version, order)
        .dim(4, 8, 9, 10, 1)
        .qform(1, new double[] {0.1, 0.2, 0.3}, 1, 2, 3)
        .sform(1, 1, 0.1, 0, 4, -0.1, 1, 0, 5, 0, 0, 2, 6)
        .counting()
        .plain();
  }

  /**
   * One to four changes in the header: a flipped bit, a byte, a field of an extreme number;
   * sometimes a cut.
   */
  private static byte[] mutate(byte[] file, int header, UniformRandomProvider random) {
    int changes = 1 + random.nextInt(4);
    for (int n = 0; n < changes; n++) {
      int at = random.nextInt(header - 8);
      switch (random.nextInt(4)) {
        case 0 -> file[at] ^= (byte) (1 << random.nextInt(8));
        case 1 -> file[at] = (byte) random.nextInt(256);
        case 2 -> ByteBuffer.wrap(file).putInt(at & ~3, extreme(random));
        default -> ByteBuffer.wrap(file).putShort(at & ~1, (short) random.nextInt());
      }
    }
    return random.nextInt(20) == 0
        ? java.util.Arrays.copyOf(file, random.nextInt(file.length))
        : file;
  }

  private static int extreme(UniformRandomProvider random) {
    int[] extremes = {
      0,
      -1,
      Integer.MAX_VALUE,
      Integer.MIN_VALUE,
      0x7fc00000,
      0x7f800000,
      0x0000c07f,
      1,
      0x01000000,
      random.nextInt()
    };
    return extremes[random.nextInt(extremes.length)];
  }
}
