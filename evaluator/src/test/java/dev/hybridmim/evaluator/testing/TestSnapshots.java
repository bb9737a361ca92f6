package dev.hybridmim.evaluator.testing;

import ai.djl.ndarray.NDManager;
import dev.hybridmim.platform.message.SnapshotEvent;
import dev.hybridmim.platform.profile.Profile;
import dev.hybridmim.platform.store.ObjectStore;
import dev.hybridmim.trainer.network.PretrainingNetwork;
import dev.hybridmim.trainer.network.Tensors;
import dev.hybridmim.trainer.operator.Operators;
import dev.hybridmim.trainer.safetensors.Tensor;
import dev.hybridmim.trainer.snapshot.Provenance;
import dev.hybridmim.trainer.snapshot.SnapshotDraft;
import dev.hybridmim.trainer.snapshot.SnapshotKey;
import dev.hybridmim.trainer.snapshot.SnapshotWriter;
import dev.hybridmim.trainer.snapshot.StoreRetry;
import dev.hybridmim.trainer.snapshot.WrittenSnapshot;
import dev.hybridmim.trainer.stream.StreamPosition;
import java.nio.file.Path;
import java.time.Instant;
import java.util.SortedMap;
import java.util.TreeMap;

/** Snapshots as the trainer writes them. */
public final class TestSnapshots {
  private TestSnapshots() {}

  /** Puts a snapshot with these weights and no moving average into a store. */
  public static SnapshotEvent write(
      ObjectStore store,
      Path staging,
      Profile profile,
      long step,
      SortedMap<String, Tensor> weights)
      throws InterruptedException {
    return write(store, staging, profile, step, weights, Provenance.NONE);
  }

  /** The same, shaped by named volumes. */
  public static SnapshotEvent write(
      ObjectStore store,
      Path staging,
      Profile profile,
      long step,
      SortedMap<String, Tensor> weights,
      Provenance provenance)
      throws InterruptedException {
    SnapshotKey key = new SnapshotKey("test-run", step);
    WrittenSnapshot written =
        new SnapshotWriter(store, staging, StoreRetry.NONE, "test")
            .write(
                new SnapshotDraft(
                    key,
                    Instant.parse("2026-11-01T12:00:00Z"),
                    profile,
                    StreamPosition.BEGINNING,
                    0,
                    new TreeMap<>(),
                    provenance,
                    weights,
                    new TreeMap<>(),
                    new TreeMap<>()));
    return SnapshotEvent.newBuilder()
        .setRunId(key.runId())
        .setStep(step)
        .setObjectPrefix(key.prefix())
        .setManifestSha256(written.manifestSha256())
        .build();
  }

  /** Weights of the network for pre-training, as drawn from a seed. */
  public static SortedMap<String, Tensor> pretrainingWeights(Profile profile, long seed) {
    SortedMap<String, Tensor> weights = new TreeMap<>();
    try (NDManager manager = NDManager.newBaseManager();
        Operators operators = Operators.load(manager);
        PretrainingNetwork network =
            new PretrainingNetwork(
                operators, manager, profile.network(), profile.augment().grid(), seed)) {
      for (String name : network.parameters().names()) {
        weights.put(name, Tensors.read(network.parameters().get(name)));
      }
    }
    return weights;
  }

  /** One array that fits no network: for tests that never load it. */
  public static SortedMap<String, Tensor> anyWeights() {
    SortedMap<String, Tensor> weights = new TreeMap<>();
    weights.put("any", Tensor.ofFloats(new long[] {2}, 1, 2));
    return weights;
  }
}
