package dev.hybridmim.evaluator.study;

import java.util.List;

/**
 * What a pre-training came to.
 *
 * @param steps that were made
 * @param images learnt from
 * @param seconds wall time
 * @param cpuSeconds processor time
 * @param losses the total loss: means over a hundred stretches at most, first to last
 */
public record PretrainingResult(
    int steps, int images, double seconds, double cpuSeconds, List<Double> losses) {}
