package dev.hybridmim.evaluator.benchmark;

import java.util.Optional;

/**
 * What was measured.
 *
 * @param what {@code finetune}: a step; {@code infer}: a volume
 * @param window edge of crops and windows, voxels
 * @param volume edge of the volume, voxels; the window's in fine-tuning
 * @param windows how many windows cover the volume, or crops make a batch
 * @param passes how many were measured
 * @param seconds mean wall time
 * @param cpuSeconds mean processor time
 * @param peakBytes largest resident memory of this process so far, where the system tells
 * @param monai the same by MONAI, where it was measured
 */
public record EvaluationFigures(
    String what,
    String profile,
    String backbone,
    long parameters,
    int classes,
    int batch,
    int window,
    int volume,
    int windows,
    int threads,
    int passes,
    double seconds,
    double cpuSeconds,
    Optional<Long> peakBytes,
    Optional<MonaiFigures> monai) {}
