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
 *       frame is sent when it takes at most 7/8 of the plain bytes and the ticket allows it; it is
 *       tried when eight pieces of 8 KiB, evenly spread, shrink as much.
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
 *       With turns in all planes, and a cube: {@code f = below(6)}, which gives {@code f} turns in
 *       the plane jk for {@code f < 4}, else 1 or 3 in the plane ik; with those in the plane ij
 *       each of a cube's 24 rotations is equally likely. With a gamma {@code c}: {@code 1 + c (2
 *       fraction() - 1)}. With noise {@code d}: a standard deviation of {@code d fraction()}. What
 *       is switched off draws nothing.
 *   <dt>Mask, from {@code derive(seed, 2)}
 *   <dd>See {@code dev.hybridmim.augment.mask}. It belongs to the augmented voxels.
 * </dl>
 *
 * <h2>Applying an augmentation</h2>
 *
 * <p>Flips first, each reversing an axis. Then {@code q} quarter turns, one of which gives {@code
 * out[i][j][k] = in[j][n - 1 - i][k]} with {@code n} the edge (as {@code numpy.rot90} does over the
 * axes i, j); then those of the plane jk, {@code out[i][j][k] = in[i][k][n - 1 - j]}, and of the
 * plane ik, {@code out[i][j][k] = in[k][j][n - 1 - i]}. Then, in binary32 with every operation
 * rounded:
 *
 * <ul>
 *   <li>unless gamma is 0, the curve {@code t[s] = (s / 4095)^gamma} (binary64, rounded to
 *       binary32) at {@code v * 4095}, linear between its points: {@code t[s] + (t[s + 1] - t[s]) *
 *       (v * 4095 - s)};
 *   <li>unless scale and shift are both 0, {@code clip(v * scale + shift, 0, 1)};
 *   <li>unless noise is 0, {@code clip(v + (b - 1020) * u, 0, 1)}, {@code b} the sum of the eight
 *       bytes of the next word of SplitMix64 in the state {@code derive(seed, 3)}, one word a
 *       voxel, {@code u} the noise divided by the square root of 43690 (in binary64, rounded): a
 *       bell of that standard deviation, bounded at 4.9 of them.
 * </ul>
 *
 * <p>Last the rounding to binary16, ties to even.
 *
 * <p>Hence the record, without its voxels, and the volume suffice to rebuild it bit for bit; only
 * the bytes of a Zstandard frame depend on the library's version as well.
 *
 * <h2>History</h2>
 *
 * <p>Version 1, with additions that old tickets don't ask for: turns in all planes, gamma, noise.
 */
package dev.hybridmim.augment.sample;
