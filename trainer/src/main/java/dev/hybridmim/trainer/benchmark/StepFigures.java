package dev.hybridmim.trainer.benchmark;

import java.util.List;

/**
 * What a step costs; with {@code --json} this is the document.
 *
 * @param profile its name
 * @param backbone {@code unet} or {@code swin-unetr}
 * @param box {@code partial} or {@code full}
 * @param batch samples a step
 * @param subVolume edge, voxels
 * @param precision of activations
 * @param activations kept or recomputed
 * @param device such as {@code cpu}
 * @param threads processor threads of the tensor library
 * @param parameters number of weights
 * @param steps measured ones, after the warm-up
 * @param secondsPerStep by the clock
 * @param cpuSecondsPerStep of all processors, the whole process's
 * @param peakBytes largest resident memory of the process, warm-up included; 0 where the system
 *     does not tell (only Linux does)
 * @param phases in the order in which they happen
 */
public record StepFigures(
    String profile,
    String backbone,
    String box,
    int batch,
    int subVolume,
    String precision,
    String activations,
    String device,
    int threads,
    long parameters,
    int steps,
    double secondsPerStep,
    double cpuSecondsPerStep,
    long peakBytes,
    List<Phase> phases) {
  /** Copies the list. */
  public StepFigures {
    phases = List.copyOf(phases);
  }

  /**
   * A part of a step.
   *
   * @param phase {@code data}, {@code mask}, {@code encoder}, {@code secondView}, {@code decoder},
   *     {@code losses}, {@code backward} or {@code optimizer}
   * @param seconds by the clock, mean over steps
   * @param cpuSeconds of all processors, mean over steps
   */
  public record Phase(String phase, double seconds, double cpuSeconds) {}
}
