/**
 * Looks at what a snapshot makes of one scan: the scan is read and prepared as the ingest does it,
 * a sub-volume is cut and masked as the augmentation does it, without mirroring or changing it, and
 * the snapshot's network rebuilds it.
 *
 * <p>Everything random follows from the seed: the same snapshot, scan and seed give the same files.
 *
 * <table>
 * <caption>Files</caption>
 * <tr><th>file</th><th>content</th></tr>
 * <tr><td>{@code overview.png}</td><td>the middle slice of each plane, and the map of regions</td></tr>
 * <tr><td>{@code axial.png}, {@code coronal.png}, {@code sagittal.png}</td><td>four slices each</td></tr>
 * <tr><td>{@code regions.png}</td><td>true and predicted numbers of hidden patches</td></tr>
 * </table>
 *
 * <p>What the pictures show is in {@link dev.hybridmim.trainer.look}. Their titles name snapshot
 * and seed, never the scan.
 */
package dev.hybridmim.local.look;
