package dev.hybridmim.trainer.snapshot;

import dev.hybridmim.platform.profile.Profile;
import dev.hybridmim.trainer.safetensors.Tensor;
import dev.hybridmim.trainer.stream.StreamPosition;
import java.time.Instant;
import java.util.Optional;
import java.util.SortedMap;

/**
 * Everything a snapshot is made of.
 *
 * @param metrics of the last step; entries that are not finite are left out of the snapshot
 * @param weights the network's arrays by name
 * @param average the moving average of the weights, empty when none is kept
 * @param optimizer the optimiser's arrays by name
 * @param sheet a PNG picture of what the network makes of a sample, if one is wanted
 */
public record SnapshotDraft(
    SnapshotKey key,
    Instant createdAt,
    Profile profile,
    StreamPosition position,
    long samplesTrained,
    SortedMap<String, Double> metrics,
    Provenance provenance,
    SortedMap<String, Tensor> weights,
    SortedMap<String, Tensor> average,
    SortedMap<String, Tensor> optimizer,
    Optional<byte[]> sheet) {
  /** Without a picture. */
  public SnapshotDraft(
      SnapshotKey key,
      Instant createdAt,
      Profile profile,
      StreamPosition position,
      long samplesTrained,
      SortedMap<String, Double> metrics,
      Provenance provenance,
      SortedMap<String, Tensor> weights,
      SortedMap<String, Tensor> average,
      SortedMap<String, Tensor> optimizer) {
    this(
        key,
        createdAt,
        profile,
        position,
        samplesTrained,
        metrics,
        provenance,
        weights,
        average,
        optimizer,
        Optional.empty());
  }

  /** The same with a picture. */
  public SnapshotDraft withSheet(byte[] png) {
    return new SnapshotDraft(
        key,
        createdAt,
        profile,
        position,
        samplesTrained,
        metrics,
        provenance,
        weights,
        average,
        optimizer,
        Optional.of(png));
  }
}
