package dev.hybridmim.trainer.learning;

/**
 * What a step did.
 *
 * @param step its number
 * @param total weighted sum of the terms
 * @param reconstruction each term unweighted; 0 when it is switched off
 * @param rotation no term of HybridMIM
 * @param gradientNorm over all parameters, before clipping
 * @param seconds by the clock
 * @param processorSeconds of all processors that the process used
 * @param skipped true when the loss or a gradient was not finite: then nothing was changed
 */
public record StepReport(
    long step,
    double total,
    double reconstruction,
    double number,
    double position,
    double consistency,
    double contrast,
    double rotation,
    double gradientNorm,
    double learningRate,
    PhaseSeconds seconds,
    PhaseSeconds processorSeconds,
    boolean skipped) {}
