/**
 * Names images by content, so that the same image that arrives twice is one volume, and a task's
 * held-back cases are recognised among the scans.
 *
 * <h2>Specification, version 1</h2>
 *
 * <p>The id is the SHA-256, in lower-case hexadecimal digits, of these bytes (numbers
 * little-endian):
 *
 * <ol>
 *   <li>the ASCII text {@code hybridmim-content-1} and a line feed;
 *   <li>the numbers of voxels along R, A, S: three 32-bit integers;
 *   <li>the spacing along R, A, S in millimetres times 1000, rounded to the nearest integer, halves
 *       up: three 64-bit integers;
 *   <li>the intensities as 32-bit floats in C order over (R, A, S), S contiguous; negative zero as
 *       positive zero.
 * </ol>
 *
 * <p>"Along R, A, S" means after {@link dev.hybridmim.ingest.prepare.Orientation}. So the id is the
 * same for packed and unpacked files, for another storage type that holds the same numbers, for
 * other byte order, for swapped and flipped axes; it ignores where the scan lies in space and how
 * it is rotated by less than an axis swap. It changes with every intensity.
 */
package dev.hybridmim.ingest.content;
