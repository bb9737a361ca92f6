/**
 * Seeing what a network has learnt: one sub-volume, what was hidden of it, and what the network
 * makes of it, as PNG sheets.
 *
 * <p>{@link dev.hybridmim.trainer.look.Reconstructor} computes without dropout and without
 * gradients, so looking changes nothing. {@link dev.hybridmim.trainer.look.ReconstructionSheet}
 * draws with pixels only, letters included: neither a display nor a font is needed, and the same
 * numbers give the same bytes.
 *
 * <h2>A sheet</h2>
 *
 * <p>Rows are slices in the three planes, columns are
 *
 * <ol>
 *   <li>the input, intensities 0 to 1 as black to white, in every column the same;
 *   <li>the masked input, which is what the network sees; hidden patches are blue, because black
 *       may be an intensity;
 *   <li>the reconstruction: the network's answer in the hidden patches, the input elsewhere;
 *   <li>the whole answer, also where nothing was hidden and nothing was asked in training;
 *   <li>the absolute error in the hidden patches, 0 to 0.5 as black over red to white.
 * </ol>
 *
 * <p>The map of regions shows, layer by layer, how many patches of each region were hidden and how
 * many the network's number head says; a green frame is right, a red one wrong. Numbers that are
 * not finite are magenta.
 *
 * <p>Marks at the edges are R, L, A, P, S, I where the sub-volume lies in RAS orientation, with the
 * patient's right on the left; elsewhere they name the grid's axes, because a training sample may
 * have been mirrored.
 *
 * <p>A sheet shows a part of a scan: it carries no name, but it is a picture of a patient. {@code
 * trainer.sheets: false} keeps such pictures out of snapshots.
 */
package dev.hybridmim.trainer.look;
