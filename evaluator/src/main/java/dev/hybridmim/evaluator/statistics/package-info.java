/**
 * What measured numbers say about competitors: an interval around a mean, and a paired test.
 *
 * <p>Values come as a table, one row for each seed and one column for each held-back case; a value
 * that is undefined is NaN and left out. Both seeds and cases are samples of something larger, so
 * both are drawn again in the bootstrap. The paired test compares two competitors case by case,
 * each case averaged over its seeds first, because seeds of one case are not independent of each
 * other.
 */
package dev.hybridmim.evaluator.statistics;
