/**
 * Segmenting a whole volume with a network that sees only windows of it.
 *
 * <p>Windows lie on a regular grid whose step is {@code window * (1 - overlap)} along each axis;
 * the last one of a row is moved back so that it ends with the volume. A volume smaller than the
 * window is padded with zeros on both sides. Class probabilities of overlapping windows are
 * averaged with Gaussian weights (standard deviation one eighth of the window), because a network
 * sees least at its window's border. The label of a voxel is the class with the largest average;
 * the lower class wins a tie. Where classes overlap each is decided alone, and a voxel has those
 * whose average is above one half.
 */
package dev.hybridmim.evaluator.inference;
