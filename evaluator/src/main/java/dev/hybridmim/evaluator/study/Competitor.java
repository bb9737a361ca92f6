package dev.hybridmim.evaluator.study;

import java.util.Map;

/**
 * What a study compares.
 *
 * @param name a word, as in reports and on the command line
 * @param pretraining how the network's first values are found; {@link Pretraining#NONE}: drawn
 * @param changes settings of the profile that differ, by dotted key such as {@code
 *     trainer.losses.contrast}; never one of those that make up the budget of fine-tuning
 * @param archive which images it is pre-trained on
 */
public record Competitor(
    String name, Pretraining pretraining, Map<String, Object> changes, Archive archive) {
  public Competitor {
    changes = Map.copyOf(changes);
    for (String key : changes.keySet()) {
      if (key.equals("evaluator.fineTuneSteps") || key.startsWith("evaluator.earlyStop")) {
        throw new IllegalArgumentException(
            "Competitor "
                + name
                + " changes "
                + key
                + ", but all competitors of a study are fine-tuned with the same budget; change it in"
                + " the profile.");
      }
    }
  }

  /** A competitor that learns from everything at once. */
  public Competitor(String name, Pretraining pretraining, Map<String, Object> changes) {
    this(name, pretraining, changes, Archive.WHOLE);
  }

  /** What a network learns from before it is fine-tuned. */
  public enum Pretraining {
    /** Nothing. */
    NONE,
    /** All images that are not held back. */
    WHOLE
  }
}
