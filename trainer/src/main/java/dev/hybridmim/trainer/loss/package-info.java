/**
 * What the network is trained for: the five terms of HybridMIM and their weighted sum.
 *
 * <p>Labels come from the mask alone, never from voxel values; see {@link
 * dev.hybridmim.trainer.loss.MaskLabels}. A term whose weight is 0 is not computed.
 */
package dev.hybridmim.trainer.loss;
