package dev.hybridmim.ingest.nifti;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hybridmim.ingest.image.Image;
import dev.hybridmim.ingest.image.ReadLimits;
import dev.hybridmim.ingest.image.RejectReason;
import dev.hybridmim.ingest.image.UnreadableScanException;
import dev.hybridmim.ingest.testing.MutatedNifti;
import dev.hybridmim.platform.number.Seeds;
import java.util.EnumMap;
import java.util.Map;
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
    Map<RejectReason, Integer> reasons = new EnumMap<>(RejectReason.class);
    int readable = 0;
    for (int n = 0; n < FILES; n++) {
      long seed = Seeds.derive(SEED, n);
      byte[] mutated = MutatedNifti.file(n, seed);
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
}
