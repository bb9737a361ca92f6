package dev.hybridmim.ingest.bench;

import java.util.List;

/**
 * What preparing a scan cost; with {@code --json} this is the document. This package's
 * documentation says how each number is taken.
 *
 * @param shape voxels of the scan along its own axes
 * @param spacingMm of the scan
 * @param prepared voxels of the prepared volume
 * @param recipe spacing of the prepared volume in millimetres, none when the scan's is kept
 * @param seconds wall time, median of the passes
 * @param cpuSeconds processor time of the process in that pass
 * @param coldCpuSeconds processor time of the first pass, most of it the JVM's compiler
 * @param peakBytes the most heap above the base
 * @param decodedBytes of the decoded voxels, 2 or 4 each
 * @param originalBytes of the file
 * @param preparedBytes of all the volume's objects
 * @param scansPerHourPerCore 3600 / cpuSeconds
 */
public record PrepareReport(
    List<Integer> shape,
    List<Double> spacingMm,
    List<Integer> prepared,
    List<Double> recipe,
    double seconds,
    double cpuSeconds,
    double coldCpuSeconds,
    long peakBytes,
    long decodedBytes,
    long originalBytes,
    long preparedBytes,
    double scansPerHourPerCore,
    List<StageCost> stages) {

  /**
   * One stage's part.
   *
   * @param stage its word
   * @param cpuSeconds of the working thread
   * @param megabytesPerSecond decoded megabytes for each second of wall time
   * @param peakBytes the most heap above the base while it ran
   */
  public record StageCost(
      String stage, double seconds, double cpuSeconds, double megabytesPerSecond, long peakBytes) {}
}
