package dev.hybridmim.trainer.stream;

/**
 * What a stream has seen since it was opened.
 *
 * @param handedOut samples that went into batches
 * @param kept samples that arrived and wait for their turn
 * @param duplicates copies of samples that were there already
 * @param damaged copies that failed a check
 * @param unasked samples of this run that no ticket asked for
 * @param ticketsIssued new tickets
 * @param ticketsRepeated how often a ticket was asked again
 */
public record StreamCounts(
    long handedOut,
    int kept,
    long duplicates,
    long damaged,
    long unasked,
    long ticketsIssued,
    long ticketsRepeated) {}
