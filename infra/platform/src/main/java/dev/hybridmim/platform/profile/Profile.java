package dev.hybridmim.platform.profile;

import java.util.Arrays;

/** Every setting of a run. */
public record Profile(
    String name,
    String description,
    IngestProfile ingest,
    AugmentProfile augment,
    NetworkProfile network,
    TrainerProfile trainer,
    EvaluatorProfile evaluator)
    implements ProfileSection {
  public Profile {
    Require.present("name", name);
    Require.present("description", description);
    Require.present("ingest", ingest);
    Require.present("augment", augment);
    Require.present("network", network);
    Require.present("trainer", trainer);
    Require.present("evaluator", evaluator);
    requireMultiple("augment.regionEdge", augment.regionEdge(), network.coarsestStride());
    requireMultiple("trainer.boxEdge", trainer.boxEdge(), network.coarsestStride());
    if (trainer.boxEdge() > augment.subVolume()) {
      throw new InvalidProfileException(
          "trainer.boxEdge "
              + trainer.boxEdge()
              + " is larger than augment.subVolume "
              + augment.subVolume());
    }
    AugmentProfile.Changes changes = augment.augmentation();
    if (trainer.objective() == TrainerProfile.Objective.ROTATION_CONTRAST
        && (changes.flips() || changes.quarterTurns())) {
      throw new InvalidProfileException(
          "trainer.objective rotation-contrast asks how far a sample was turned, which nobody can"
              + " say of samples that were turned or flipped at random before: set"
              + " augment.augmentation.flips and quarterTurns to false");
    }
  }

  private static void requireMultiple(String key, int value, int stride) {
    if (value % stride != 0) {
      throw new InvalidProfileException(
          key
              + " is "
              + value
              + " but must be a multiple of the network's coarsest stride, "
              + stride);
    }
  }

  /** The same settings with another network. */
  public Profile withNetwork(NetworkProfile other) {
    return new Profile(name, description, ingest, augment, other, trainer, evaluator);
  }

  /** The same settings, trained otherwise. */
  public Profile withTrainer(TrainerProfile other) {
    return new Profile(name, description, ingest, augment, network, other, evaluator);
  }

  /** The same settings, scored otherwise. */
  public Profile withEvaluator(EvaluatorProfile other) {
    return new Profile(name, description, ingest, augment, network, trainer, other);
  }

  /** The sub-volume's edges. */
  public int[] subVolume() {
    int[] edges = new int[3];
    Arrays.fill(edges, augment.subVolume());
    return edges;
  }
}
