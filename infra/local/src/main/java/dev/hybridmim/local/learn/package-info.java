/**
 * Pre-training on a directory of scans without the platform around it, to look at how each term of
 * the loss falls. Samples are made by the same code as in the pipelines.
 *
 * <p>Two files are written: {@code learning.csv}, a line a step with the columns {@code
 * contrast_summary, step, total, reconstruction, number, position, consistency, contrast,
 * gradient_norm} (terms unweighted), and {@code learning.svg}, the same as curves smoothed over ten
 * steps.
 */
package dev.hybridmim.local.learn;
