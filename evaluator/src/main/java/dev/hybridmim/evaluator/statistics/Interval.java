package dev.hybridmim.evaluator.statistics;

/**
 * A mean with its 95 % interval.
 *
 * @param mean of what was measured
 * @param low 2.5th percentile of the bootstrap
 * @param high 97.5th percentile of the bootstrap
 */
public record Interval(double mean, double low, double high) {}
