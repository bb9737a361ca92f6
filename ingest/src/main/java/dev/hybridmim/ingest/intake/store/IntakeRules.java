package dev.hybridmim.ingest.intake.store;

import dev.hybridmim.ingest.intake.association.AcceptedSyntaxes;
import dev.hybridmim.ingest.intake.deidentify.DeidentificationSettings.BurnedInPolicy;
import java.time.Duration;
import java.util.Objects;

/**
 * What is taken, and how it is kept.
 *
 * @param largestInstance bytes of a data set
 * @param mostInMemory bytes of a data set that is not yet complete; more go to a file
 * @param memory bytes that all instances together may take while they are worked on
 * @param patience how long an instance waits for memory before it is refused
 * @param journalRetention how long the journal keeps what is announced
 * @param quiet time without a new instance after which a series is complete
 * @param completeByCount whether the number of instances that a series says it has completes it
 */
public record IntakeRules(
    AcceptedSyntaxes syntaxes,
    BurnedInPolicy burnedIn,
    long largestInstance,
    int mostInMemory,
    long memory,
    Duration patience,
    Duration journalRetention,
    Duration quiet,
    boolean completeByCount) {
  public IntakeRules {
    Objects.requireNonNull(syntaxes, "syntaxes");
    Objects.requireNonNull(burnedIn, "burnedIn");
    Objects.requireNonNull(patience, "patience");
    Objects.requireNonNull(journalRetention, "journalRetention");
    Objects.requireNonNull(quiet, "quiet");
  }
}
