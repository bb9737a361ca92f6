package dev.hybridmim.ingest.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class RejectReasonTest {
  /** Readers of topic `rejects` know these words: one may be added, none may change. */
  @Test
  void theWordsAreAContract() {
    assertThat(Arrays.stream(RejectReason.values()).map(RejectReason::word))
        .containsExactly(
            "not-nifti",
            "corrupt-header",
            "corrupt-gzip",
            "truncated",
            "unsupported-type",
            "unsupported-layout",
            "rgb",
            "two-dimensional",
            "four-dimensional",
            "too-large",
            "singular-affine",
            "non-finite-voxels",
            "implausible-spacing",
            "too-few-slices",
            "constant",
            "near-empty",
            "not-labels",
            "geometry-mismatch",
            "malformed-notification",
            "foreign-bucket",
            "object-missing",
            "corrupt-dicom",
            "corrupt-pixels",
            "unsupported-transfer-syntax",
            "unsupported-object",
            "missing-slices",
            "uneven-slices",
            "duplicate-slices",
            "mixed-series",
            "incomplete-series",
            "incomplete-pair",
            "corrupt-archive",
            "unsafe-archive",
            "empty-archive");
  }
}
