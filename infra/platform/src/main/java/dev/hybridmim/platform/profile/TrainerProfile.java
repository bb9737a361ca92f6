package dev.hybridmim.platform.profile;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;
import java.util.Map;

/**
 * How the network is trained.
 *
 * @param batchSize samples a step
 * @param decayNormsAndBiases true as the published implementation, false as is usual today
 * @param plannedSteps where a cosine schedule ends
 * @param clipNorm largest global gradient norm, 0: no clipping
 * @param emaDecay decay of the moving average of the weights, 0: none is kept
 * @param box whether a part of the sub-volume is rebuilt or all of it
 * @param boxEdge edge of the rebuilt part, voxels
 * @param samplesPerTicket how many samples are asked for at once; a multiple of the batch size
 * @param ticketsInFlight how many tickets may be unanswered
 * @param threads processor threads of the tensor library, 0: all
 * @param precision type of activations and products; weights, losses and norms are float32 always
 * @param activations whether what the backward pass needs is kept or computed again
 * @param mostNonFiniteSteps so many steps in a row without a finite loss and gradient end training
 * @param sheets whether a snapshot holds a picture of a sample
 * @param objective what the network is trained for
 */
public record TrainerProfile(
    int batchSize,
    double learningRate,
    double weightDecay,
    boolean decayNormsAndBiases,
    int warmUpSteps,
    Schedule schedule,
    int plannedSteps,
    double clipNorm,
    double emaDecay,
    Box box,
    int boxEdge,
    Losses losses,
    ContrastSummary contrastSummary,
    double temperature,
    int snapshotEverySteps,
    int samplesPerTicket,
    int ticketsInFlight,
    int threads,
    long seed,
    Precision precision,
    Activations activations,
    Integer mostNonFiniteSteps,
    Boolean sheets,
    Objective objective)
    implements ProfileSection {
  private static final int DEFAULT_NON_FINITE_STEPS = 10;

  public TrainerProfile {
    Require.atLeast("trainer.batchSize", batchSize, 1);
    Require.positive("trainer.learningRate", learningRate);
    Require.within("trainer.weightDecay", weightDecay, 0, 1);
    Require.atLeast("trainer.warmUpSteps", warmUpSteps, 0);
    Require.present("trainer.schedule", schedule);
    Require.atLeast("trainer.plannedSteps", plannedSteps, warmUpSteps + 1);
    Require.within("trainer.clipNorm", clipNorm, 0, Float.MAX_VALUE);
    Require.within("trainer.emaDecay", emaDecay, 0, 0.999999);
    Require.present("trainer.box", box);
    Require.atLeast("trainer.boxEdge", boxEdge, 1);
    Require.present("trainer.losses", losses);
    Require.present("trainer.contrastSummary", contrastSummary);
    Require.positive("trainer.temperature", temperature);
    Require.atLeast("trainer.snapshotEverySteps", snapshotEverySteps, 1);
    Require.atLeast("trainer.samplesPerTicket", samplesPerTicket, 1);
    Require.atLeast("trainer.ticketsInFlight", ticketsInFlight, 1);
    Require.atLeast("trainer.threads", threads, 0);
    if (samplesPerTicket % batchSize != 0) {
      throw new InvalidProfileException(
          "trainer.samplesPerTicket is "
              + samplesPerTicket
              + " but must be a multiple of trainer.batchSize, "
              + batchSize);
    }
    // Null in snapshots that are older than these settings.
    precision = precision == null ? Precision.FLOAT32 : precision;
    activations = activations == null ? Activations.KEEP : activations;
    mostNonFiniteSteps = mostNonFiniteSteps == null ? DEFAULT_NON_FINITE_STEPS : mostNonFiniteSteps;
    sheets = sheets == null || sheets;
    objective = objective == null ? Objective.HYBRID : objective;
    Require.atLeast("trainer.mostNonFiniteSteps", mostNonFiniteSteps, 1);
    if (objective == Objective.CONTRAST && batchSize < 2) {
      throw new InvalidProfileException(
          "trainer.objective contrast compares the samples of a batch, so trainer.batchSize must be"
              + " 2 or more, not "
              + batchSize);
    }
  }

  /** HybridMIM in float32 that keeps all activations, with ten steps of patience and pictures. */
  public TrainerProfile(
      int batchSize,
      double learningRate,
      double weightDecay,
      boolean decayNormsAndBiases,
      int warmUpSteps,
      Schedule schedule,
      int plannedSteps,
      double clipNorm,
      double emaDecay,
      Box box,
      int boxEdge,
      Losses losses,
      ContrastSummary contrastSummary,
      double temperature,
      int snapshotEverySteps,
      int samplesPerTicket,
      int ticketsInFlight,
      int threads,
      long seed) {
    this(
        batchSize,
        learningRate,
        weightDecay,
        decayNormsAndBiases,
        warmUpSteps,
        schedule,
        plannedSteps,
        clipNorm,
        emaDecay,
        box,
        boxEdge,
        losses,
        contrastSummary,
        temperature,
        snapshotEverySteps,
        samplesPerTicket,
        ticketsInFlight,
        threads,
        seed,
        Precision.FLOAT32,
        Activations.KEEP,
        DEFAULT_NON_FINITE_STEPS,
        true,
        Objective.HYBRID);
  }

  /** The same settings with batches of another size; a ticket asks for one batch. */
  public TrainerProfile withBatchSize(int batchSize) {
    return RecordCopy.with(this, Map.of("batchSize", batchSize, "samplesPerTicket", batchSize));
  }

  /** The same settings, rebuilding another part. */
  public TrainerProfile withBox(Box box) {
    return RecordCopy.with(this, Map.of("box", box));
  }

  /** The same settings with other weights of the losses. */
  public TrainerProfile withLosses(Losses losses) {
    return RecordCopy.with(this, Map.of("losses", losses));
  }

  /** The same settings with another vector for the contrast. */
  public TrainerProfile withContrastSummary(ContrastSummary contrastSummary) {
    return RecordCopy.with(this, Map.of("contrastSummary", contrastSummary));
  }

  /** The same settings on another number of threads. */
  public TrainerProfile withThreads(int threads) {
    return RecordCopy.with(this, Map.of("threads", threads));
  }

  /** The same settings in another precision. */
  public TrainerProfile withPrecision(Precision precision) {
    return RecordCopy.with(this, Map.of("precision", precision));
  }

  /** The same settings with activations kept or computed again. */
  public TrainerProfile withActivations(Activations activations) {
    return RecordCopy.with(this, Map.of("activations", activations));
  }

  /** The same settings, trained for something else. */
  public TrainerProfile withObjective(Objective objective) {
    return RecordCopy.with(this, Map.of("objective", objective));
  }

  /** What is rebuilt in fact: only HybridMIM leaves anything out. */
  public Box rebuiltBox() {
    return objective == Objective.HYBRID ? box : Box.FULL;
  }

  /**
   * Pretext tasks. HybridMIM is what this software is for; the others are what it is compared with,
   * on the same network and samples. They rebuild the whole sub-volume, whatever {@code box} says,
   * and weigh their terms alike, whatever {@code losses} says.
   */
  public enum Objective {
    /** HybridMIM: the five terms, weighed by {@code losses} (Xing et al., arXiv 2303.10333). */
    HYBRID,
    /**
     * Rebuilds what the mask hides (SimMIM, Xie et al., arXiv 2111.09886; the squared error is
     * HybridMIM's, not SimMIM's absolute one).
     */
    MASKED_MODELLING,
    /**
     * Rebuilds the whole sub-volume from what the mask leaves, hidden or not: masked autoencoding
     * with the loss over all voxels (cf. He et al., arXiv 2111.06377, section 4.1).
     */
    MASKED_AUTOENCODING,
    /** HybridMIM's dropout-based contrast alone; the decoder is not trained. */
    CONTRAST,
    /**
     * Restores a sub-volume whose intensities were bent, voxels shuffled and boxes painted over
     * (Models Genesis, Zhou et al., arXiv 2004.07882); the mask is not used.
     */
    RESTORATION,
    /**
     * Two masked views of a sub-volume, each turned about the axis from foot to head: rebuilds
     * them, says how far each was turned, and tells samples apart (Swin UNETR's pretext, Tang et
     * al., arXiv 2111.14791). The samples must come unturned and unflipped.
     */
    ROTATION_CONTRAST;

    @JsonValue
    public String label() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  /** The type that activations have and products are computed in. */
  public enum Precision {
    FLOAT32,
    BFLOAT16,
    /** With a scale of the loss that follows the gradients. */
    FLOAT16;

    @JsonValue
    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** What becomes of activations between forward and backward pass. */
  public enum Activations {
    /** They are kept. */
    KEEP,
    /**
     * Only those between blocks are kept; the others are computed again: less memory, more time.
     */
    RECOMPUTE;

    @JsonValue
    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Learning rate after the warm-up. */
  public enum Schedule {
    CONSTANT,
    COSINE;

    @JsonValue
    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** What the decoder rebuilds. */
  public enum Box {
    PARTIAL,
    FULL;

    @JsonValue
    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * What the contrast vector is computed from: every region's projection, or the mean over them as
   * published.
   */
  public enum ContrastSummary {
    REGIONS,
    POOLED;

    @JsonValue
    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Weights of the five losses; 0 switches a term off, and its cost with it. */
  public record Losses(
      double reconstruction, double number, double position, double consistency, double contrast)
      implements ProfileSection {
    public Losses {
      Require.within("trainer.losses.reconstruction", reconstruction, 0, 1000);
      Require.within("trainer.losses.number", number, 0, 1000);
      Require.within("trainer.losses.position", position, 0, 1000);
      Require.within("trainer.losses.consistency", consistency, 0, 1000);
      Require.within("trainer.losses.contrast", contrast, 0, 1000);
    }
  }
}
