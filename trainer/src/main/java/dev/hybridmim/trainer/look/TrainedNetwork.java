package dev.hybridmim.trainer.look;

import ai.djl.ndarray.NDManager;
import dev.hybridmim.platform.profile.Profile;
import dev.hybridmim.trainer.network.PretrainedWeights;
import dev.hybridmim.trainer.network.PretrainingNetwork;
import dev.hybridmim.trainer.network.WeightTransfer;
import dev.hybridmim.trainer.operator.Operators;
import dev.hybridmim.trainer.safetensors.Tensor;
import dev.hybridmim.trainer.snapshot.Snapshot;
import java.util.Map;

/**
 * A snapshot's network, to be looked through: its moving average where it keeps one.
 *
 * <pre>{@code
 * try (TrainedNetwork network = TrainedNetwork.of(snapshot)) {
 *   Reconstruction seen = network.reconstructor().rebuild(voxels, maskCodes, 1);
 * }
 * }</pre>
 */
public final class TrainedNetwork implements AutoCloseable {
  private final NDManager manager;
  private final Operators operators;
  private final PretrainingNetwork network;
  private final Reconstructor reconstructor;

  private TrainedNetwork(Profile profile) {
    manager = NDManager.newBaseManager();
    operators = Operators.load(manager);
    network =
        new PretrainingNetwork(
            operators,
            manager,
            profile.network(),
            profile.augment().grid(),
            profile.trainer().seed());
    reconstructor = new Reconstructor(manager, operators, network, profile.augment().grid());
  }

  /**
   * Loads a snapshot's weights.
   *
   * @throws IllegalArgumentException when the snapshot lacks a weight of its profile's network
   */
  public static TrainedNetwork of(Snapshot snapshot) {
    Map<String, Tensor> weights =
        snapshot.average().isEmpty() ? snapshot.weights() : snapshot.average();
    TrainedNetwork trained = new TrainedNetwork(snapshot.manifest().readProfile());
    WeightTransfer transfer = PretrainedWeights.load(trained.network.parameters(), weights);
    if (!transfer.missing().isEmpty()) {
      trained.close();
      throw new IllegalArgumentException(
          "The snapshot "
              + snapshot.manifest().key()
              + " lacks weights of its own network: "
              + transfer.missing());
    }
    return trained;
  }

  /** Rebuilds samples with these weights. */
  public Reconstructor reconstructor() {
    return reconstructor;
  }

  @Override
  public void close() {
    network.close();
    operators.close();
    manager.close();
  }
}
