/**
 * Cutting, augmenting and encoding samples, and reading them again.
 *
 * <h2>A sample's record</h2>
 *
 * <p>The message is {@code hybridmim.v1.Sample} (see {@code samples.proto} of the platform). To
 * read one:
 *
 * <ol>
 *   <li>{@code crc32c} is the CRC-32C (Castagnoli; RFC 3720, B.4) of the bytes of {@code voxels} as
 *       they stand, followed by those of {@code mask_codes}. A sample whose checksum is another one
 *       must not be used.
 *   <li>{@code voxels} is {@code channels * i * j * k} little-endian IEEE 754 binary16 numbers in
 *       [0, 1], C order ({@code k} varies fastest): as they are with {@code FLOAT16}, as one
 *       Zstandard frame (RFC 8878) that states its content size with {@code FLOAT16_ZSTD}. The
 *       frame is sent when it takes at most 7/8 of the plain bytes.
 *   <li>{@code mask_codes} is specified in {@code dev.hybridmim.platform.geometry}. The voxels are
 *       not masked.
 * </ol>
 *
 * <h2>How its content comes about</h2>
 *
 * <p>Draws are those of {@code dev.hybridmim.augment.random}; {@code derive} is {@code
 * dev.hybridmim.platform.number.Seeds}; {@code seed} is the sample's.
 *
 * <dl>
 *   <dt>Origin, from {@code derive(seed, 0)}
 *   <dd>Up to four candidates, each three draws {@code below(max(0, volume - size) + 1)} along i,
 *       j, k. The first candidate of whose voxels (first channel) at least a tenth are brighter
 *       than 0.05 is taken, else the one of the four with the most such voxels, the earliest of
 *       equals. Where the volume is smaller than the sub-volume, the origin is 0 and the voxels
 *       beyond the volume's end are 0.
 *   <dt>Augmentation, from {@code derive(seed, 1)}
 *   <dd>With flips: three draws {@code coin()} for i, j, k. With quarter turns, and equal edges
 *       along i and j: {@code below(4)}. With an intensity scale {@code a} or shift {@code b} that
 *       is not 0: scale {@code 1 + a (2 fraction() - 1)}, then shift {@code b (2 fraction() - 1)}.
 *       What is switched off draws nothing.
 *   <dt>Mask, from {@code derive(seed, 2)}
 *   <dd>See {@code dev.hybridmim.augment.mask}. It belongs to the augmented voxels.
 * </dl>
 *
 * <h2>Applying an augmentation</h2>
 *
 * <p>Flips first, each reversing an axis. Then {@code q} quarter turns, one of which gives {@code
 * out[i][j][k] = in[j][n - 1 - i][k]} with {@code n} the edge (as {@code numpy.rot90} does over the
 * axes i, j). Then, unless scale and shift are both 0, {@code clip(v * scale + shift, 0, 1)} in
 * binary32, product and sum rounded each. Last the rounding to binary16, ties to even.
 *
 * <p>Hence the record, without its voxels, and the volume suffice to rebuild it bit for bit; only
 * the bytes of a Zstandard frame depend on the library's version as well.
 *
 * <h2>History</h2>
 *
 * <p>Version 1.
 */
package dev.hybridmim.augment.sample;
