package dev.hybridmim.local.bench;

import dev.hybridmim.local.bench.SamplesReport.Percentiles;

/**
 * How soon a scan is trained on.
 *
 * @param processors of this machine
 * @param profile of pipelines and trainer
 * @param scans announced one after the other, each measured
 * @param stepMillis how long the trainer was busy with each batch
 * @param announcedToPreparedMillis from the announcement to the prepared volume's event
 * @param announcedToTrainedMillis from the announcement to the first batch that holds a sample of
 *     the scan, checked and decoded
 * @param slowestMillis the longest of these
 */
public record AnnounceReport(
    int processors,
    String profile,
    int scans,
    long stepMillis,
    Percentiles announcedToPreparedMillis,
    Percentiles announcedToTrainedMillis,
    double slowestMillis) {}
