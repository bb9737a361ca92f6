package dev.hybridmim.ingest.nifti;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hybridmim.ingest.image.Image;
import dev.hybridmim.ingest.image.ReadLimits;
import dev.hybridmim.ingest.image.RejectReason;
import dev.hybridmim.ingest.image.UnreadableScanException;
import dev.hybridmim.ingest.testing.NiftiBytes;
import dev.hybridmim.platform.number.Seeds;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.EnumMap;
import java.util.Map;
import org.apache.commons.rng.UniformRandomProvider;
import org.junit.jupiter.api.Test;

/**
 * Whatever the bytes: an image, or one of the documented reasons. A failure names the seed that
 * repeats it.
 */
class NiftiMutationTest {
  private static final ReadLimits LIMITS = new ReadLimits(1 << 20, 1 << 16);
  private static final int FILES = 20_000;
  private static final long SEED = 20261122;

  @Test
  void mutatedHeadersGiveAnImageOrAReason() {
    byte[][] sound = {
      file(1, ByteOrder.LITTLE_ENDIAN), file(2, ByteOrder.LITTLE_ENDIAN),
      file(1, ByteOrder.BIG_ENDIAN), file(2, ByteOrder.BIG_ENDIAN),
    };
    Map<RejectReason, Integer> reasons = new EnumMap<>(RejectReason.class);
    int readable = 0;
    for (int n = 0; n < FILES; n++) {
      long seed = Seeds.derive(SEED, n);
      byte[] mutated = mutate(sound[n % 4].clone(), n % 2 == 0 ? 348 : 540, Seeds.random(seed));
      try {
        Image image = NiftiReader.read(mutated, "Scan", LIMITS);
        assertThat(image.affine().invertible()).as("seed %d", seed).isTrue();
        readable++;
      } catch (UnreadableScanException e) {
        reasons.merge(e.reason(), 1, Integer::sum);
      } catch (RuntimeException e) {
        throw new AssertionError("Seed " + seed + " escaped the checks", e);
      }
    }
    assertThat(readable + reasons.values().stream().mapToInt(Integer::intValue).sum())
        .isEqualTo(FILES);
    // The mutations reach deep: many files are still readable, and most reasons occur.
    assertThat(readable).isBetween(FILES / 10, FILES * 9 / 10);
    assertThat(reasons)
        .containsKeys(
            RejectReason.NOT_NIFTI,
            RejectReason.TRUNCATED,
            RejectReason.CORRUPT_HEADER,
            RejectReason.TOO_LARGE,
            RejectReason.FOUR_DIMENSIONAL,
            RejectReason.IMPLAUSIBLE_SPACING);
  }

  private static byte[] file(int version, ByteOrder order) {
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
