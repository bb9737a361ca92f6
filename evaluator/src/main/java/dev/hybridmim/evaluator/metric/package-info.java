/**
 * How well a segmentation agrees with its reference: Dice overlap, Hausdorff distance, surface Dice
 * and difference of volume, per class and case.
 *
 * <p>The definitions are MONAI's (1.3.2), and a parity test holds them to its numbers:
 *
 * <dl>
 *   <dt>Dice of a class
 *   <dd>{@code 2 |P ∩ L| / (|P| + |L|)} over voxels; NaN (undefined, left out of means) when the
 *       reference holds no voxel of the class.
 *   <dt>Surface of a class
 *   <dd>its voxels that have at least one of their six face neighbours outside the class; beyond
 *       the image is outside.
 *   <dt>Directed surface distances from A to B
 *   <dd>for every surface voxel of A the Euclidean distance in millimetres, between voxel centres,
 *       to the nearest surface voxel of B.
 *   <dt>HD95
 *   <dd>the larger of the two directed 95th percentiles (linear interpolation between ranks); NaN
 *       when either side is empty. The plain maximum ({@code HD100}) is infinite when one side is
 *       empty and NaN when both are.
 *   <dt>Surface Dice (normalised surface distance)
 *   <dd>the share of the surface voxels of both sides whose distance to the other side's surface is
 *       at most a tolerance in millimetres, each class having its own; NaN when both sides are
 *       empty, 0 when one is. Every surface voxel counts the same, as in MONAI without subvoxels.
 *   <dt>Volume difference
 *   <dd>{@code (|P| - |L|)} times the volume of a voxel, cubic millimetres; never undefined. MONAI
 *       has no such metric.
 * </dl>
 *
 * <p>A class that a segmentation misses altogether therefore counts with Dice 0 but can't count in
 * the mean HD95; reports give the number of cases behind each mean so that this can't hide.
 */
package dev.hybridmim.evaluator.metric;
