package dev.hybridmim.ingest.intake.bench;

import java.util.List;

/**
 * What was measured.
 *
 * @param instanceBytes of one data set
 * @param notes on what the rows mean
 */
public record IntakeReport(long instanceBytes, List<Row> rows, List<String> notes) {
  public IntakeReport {
    rows = List.copyOf(rows);
    notes = List.copyOf(notes);
  }

  /**
   * One receiver under one load.
   *
   * @param senders associations at once
   * @param seconds until the last instance was acknowledged
   */
  public record Row(
      String receiver,
      int senders,
      int instances,
      double seconds,
      double instancesPerSecond,
      double megabytesPerSecond) {}
}
