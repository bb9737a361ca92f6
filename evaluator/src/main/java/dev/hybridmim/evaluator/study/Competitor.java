package dev.hybridmim.evaluator.study;

import java.util.Map;

/**
 * What a study compares.
 *
 * @param name a word, as in reports and on the command line
 * @param pretraining how the network's first values are found; {@link Pretraining#NONE}: drawn
 * @param changes settings of the profile that differ, by dotted key such as {@code
 *     trainer.losses.contrast}
 */
public record Competitor(String name, Pretraining pretraining, Map<String, Object> changes) {
  /** The network with first values drawn from the seed. */
  public static final Competitor SCRATCH =
      new Competitor("scratch", Pretraining.NONE, Map.of());

  /** The profile as it is. */
  public static final Competitor HYBRIDMIM =
      new Competitor("hybridmim", Pretraining.WHOLE, Map.of());

  /** The same pre-training, of which only the encoder is taken over. */
  public static final Competitor HYBRIDMIM_ENCODER =
      new Competitor("hybridmim-encoder", Pretraining.WHOLE, Map.of("evaluator.transfer", "encoder"));

  public Competitor {
    changes = Map.copyOf(changes);
  }

  /** What a network learns from before it is fine-tuned. */
  public enum Pretraining {
    /** Nothing. */
    NONE,
    /** All images that are not held back. */
    WHOLE
  }
}
