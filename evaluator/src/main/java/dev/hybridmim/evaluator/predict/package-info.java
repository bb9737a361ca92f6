/**
 * Segmenting a scan with a kept network: prepared as the network's training cases were, segmented
 * window by window, and brought back onto the scan's own voxels by nearest neighbour. Voxels
 * outside the box that preparation keeps are background.
 */
package dev.hybridmim.evaluator.predict;
