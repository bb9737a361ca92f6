package dev.hybridmim.local.bench;

import java.util.List;
import java.util.OptionalLong;

/**
 * What sampling costs.
 *
 * @param processors of this machine
 * @param parallelism workers that cut samples
 * @param delivery of samples into Kafka
 * @param catalogueVolumes how many volumes were announced
 * @param startSeconds from the start of the pipeline's process to its first sample, decoded: the
 *     whole catalogue is read on the way
 * @param catalogueStateBytes of the newest checkpoint, on disk
 * @param cases one for each sub-volume, with and without compression
 */
public record SamplesReport(
    int processors,
    int parallelism,
    String delivery,
    int catalogueVolumes,
    double startSeconds,
    OptionalLong catalogueStateBytes,
    List<SamplesCase> cases) {
  public SamplesReport {
    cases = List.copyOf(cases);
  }

  /**
   * One kind of sample.
   *
   * @param subVolume edge of the cube, voxels
   * @param compressed whether samples may be compressed, where it pays
   * @param samplesPerSecond decoded by a trainer's stream that asks for as many as it gets
   * @param megabytesPerSecond of samples as they are in the topic, 10^6 bytes
   * @param bytesPerSample as they are in the topic
   * @param cpuMillisPerSample processor time of pipeline, broker, store and the trainer's stream
   *     together
   * @param cpuMillis the same by process
   * @param latencyMillis from a ticket for one sample to that sample, decoded, with nothing else to
   *     do
   */
  public record SamplesCase(
      int subVolume,
      boolean compressed,
      double samplesPerSecond,
      double megabytesPerSecond,
      long bytesPerSample,
      double cpuMillisPerSample,
      CpuMillis cpuMillis,
      Percentiles latencyMillis) {}

  /** Processor time of one sample, milliseconds. */
  public record CpuMillis(double augment, double broker, double store, double trainer) {}

  /** Of a number of tickets. */
  public record Percentiles(double p50, double p95) {
    static Percentiles of(double[] sorted) {
      return new Percentiles(at(sorted, 0.5), at(sorted, 0.95));
    }

    private static double at(double[] sorted, double share) {
      return sorted[(int) Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)];
    }
  }
}
