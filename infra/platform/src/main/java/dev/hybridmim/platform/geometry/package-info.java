/**
 * The two levels of a sub-volume's patches, and the mask codes that are cut from them.
 *
 * <p>A sub-volume of {@code D x H x W} voxels is divided into regions (first level) of edge {@code
 * r}, each region into patches (second level) of edge {@code p}. Regions are numbered in raster
 * order over the sub-volume, patches in raster order inside their region; the last axis varies
 * fastest. A mask has one code a region: bit {@code b} of it (byte {@code b / 8}, bit {@code b %
 * 8}, least significant first) is set when patch {@code b} is masked. A code takes {@code ceil(P /
 * 8)} bytes; unused bits are 0. With eight patches a region that is one byte, and a 96-cube with
 * regions of 32 has 27 of them.
 */
package dev.hybridmim.platform.geometry;
