package dev.hybridmim.trainer.snapshot;

import dev.hybridmim.trainer.safetensors.Tensor;
import dev.hybridmim.trainer.stream.SampleId;
import dev.hybridmim.trainer.stream.StreamPosition;
import dev.hybridmim.trainer.stream.TestProfiles;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;

/** Small snapshots whose content follows from their step. */
final class Drafts {
  static final String RUN = "20260101-000000-aaaaaa";

  private Drafts() {}

  static SnapshotDraft at(long step) {
    return at(RUN, step);
  }

  static SnapshotDraft at(String runId, long step) {
    return new SnapshotDraft(
            new SnapshotKey(runId, step),
            Instant.parse("2026-01-01T00:00:00Z").plusSeconds(step),
            TestProfiles.tiny(),
            new StreamPosition(
                new SampleId(step / 3, (int) (step % 3) * 2),
                new TreeMap<>(Map.of(0, step, 1, 2 * step)),
                step / 3),
            2 * step,
            new TreeMap<>(Map.of("total", 1.0 / (step + 1), "reconstruction", Double.NaN)),
            new Provenance(new TreeMap<>(Map.of("volume-1", step, "volume-2", step))),
            new TreeMap<>(
                Map.of(
                    "a.weight",
                    Tensor.ofFloats(new long[] {2}, (float) step, (float) -step),
                    "b",
                    Tensor.ofFloats(new long[0], (float) step))),
            new TreeMap<>(Map.of("a.weight", Tensor.ofFloats(new long[] {2}, step / 2f, 0))),
            new TreeMap<>(Map.of("optimizer/updates", Tensor.ofLongs(new long[0], step))))
        .withSheet(new byte[] {(byte) 0x89, 'P', 'N', 'G', (byte) step});
  }
}
