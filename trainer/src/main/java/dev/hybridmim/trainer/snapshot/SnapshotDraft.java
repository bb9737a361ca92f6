package dev.hybridmim.trainer.snapshot;

import dev.hybridmim.platform.profile.Profile;
import dev.hybridmim.trainer.safetensors.Tensor;
import dev.hybridmim.trainer.stream.StreamPosition;
import java.time.Instant;
import java.util.SortedMap;

/**
 * Everything a snapshot is made of.
 *
 * @param metrics of the last step; entries that are not finite are left out of the snapshot
 * @param weights the network's arrays by name
 * @param average the moving average of the weights, empty when none is kept
 * @param optimizer the optimiser's arrays by name
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
    SortedMap<String, Tensor> optimizer) {}
