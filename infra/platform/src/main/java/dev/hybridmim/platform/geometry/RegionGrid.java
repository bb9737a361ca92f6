package dev.hybridmim.platform.geometry;

import java.io.Serializable;
import java.util.Arrays;
import java.util.Objects;

/**
 * Regions and patches of a sub-volume; see this package's documentation for the numbering.
 * Immutable.
 */
public final class RegionGrid implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final int AXES = 3;

  private final int[] subVolume;
  private final int regionEdge;
  private final int patchEdge;
  private final int[] regionCounts;
  private final int patchesPerEdge;

  /**
   * Divides a sub-volume.
   *
   * @param subVolume voxels along the three axes
   * @throws IllegalArgumentException when the edges don't divide, saying which
   */
  public RegionGrid(int[] subVolume, int regionEdge, int patchEdge) {
    if (subVolume.length != AXES) {
      throw new IllegalArgumentException("A sub-volume has three axes, not " + subVolume.length);
    }
    if (regionEdge <= 0 || patchEdge <= 0) {
      throw new IllegalArgumentException(
          "Region edge " + regionEdge + " and patch edge " + patchEdge + " must be positive");
    }
    if (regionEdge % patchEdge != 0) {
      throw new IllegalArgumentException(
          "The patch edge " + patchEdge + " does not divide the region edge " + regionEdge);
    }
    for (int size : subVolume) {
      if (size <= 0 || size % regionEdge != 0) {
        throw new IllegalArgumentException(
            "The region edge "
                + regionEdge
                + " does not divide the sub-volume "
                + Arrays.toString(subVolume));
      }
    }
    this.subVolume = subVolume.clone();
    this.regionEdge = regionEdge;
    this.patchEdge = patchEdge;
    this.regionCounts = Arrays.stream(subVolume).map(size -> size / regionEdge).toArray();
    this.patchesPerEdge = regionEdge / patchEdge;
  }

  /** A cube of {@code edge} voxels. */
  public static RegionGrid cube(int edge, int regionEdge, int patchEdge) {
    return new RegionGrid(new int[] {edge, edge, edge}, regionEdge, patchEdge);
  }

  public int[] subVolume() {
    return subVolume.clone();
  }

  public int regionEdge() {
    return regionEdge;
  }

  public int patchEdge() {
    return patchEdge;
  }

  /** Voxels of the sub-volume. */
  public int voxels() {
    return Math.multiplyExact(Math.multiplyExact(subVolume[0], subVolume[1]), subVolume[2]);
  }

  /** Regions along the three axes. */
  public int[] regionCounts() {
    return regionCounts.clone();
  }

  /** Number of regions, R. */
  public int regions() {
    return regionCounts[0] * regionCounts[1] * regionCounts[2];
  }

  /** Patches along one edge of a region. */
  public int patchesPerEdge() {
    return patchesPerEdge;
  }

  /** Number of patches in a region, P. */
  public int patchesPerRegion() {
    return patchesPerEdge * patchesPerEdge * patchesPerEdge;
  }

  /** Number of patches in the sub-volume, R times P. */
  public int patches() {
    return Math.multiplyExact(regions(), patchesPerRegion());
  }

  /** Bytes of one region's mask code. */
  public int bytesPerCode() {
    return (patchesPerRegion() + Byte.SIZE - 1) / Byte.SIZE;
  }

  /** Bytes of a sub-volume's mask. */
  public int maskBytes() {
    return regions() * bytesPerCode();
  }

  /** True when the mask hides a patch. */
  public boolean masked(byte[] codes, int region, int patch) {
    return (codes[byteOf(region, patch)] >>> (patch % Byte.SIZE) & 1) != 0;
  }

  /** Hides a patch. */
  public void mask(byte[] codes, int region, int patch) {
    codes[byteOf(region, patch)] |= (byte) (1 << (patch % Byte.SIZE));
  }

  /** How many patches of a region the mask hides: the region's number label. */
  public int maskedCount(byte[] codes, int region) {
    int count = 0;
    int first = region * bytesPerCode();
    for (int index = first; index < first + bytesPerCode(); index++) {
      count += Integer.bitCount(Byte.toUnsignedInt(codes[index]));
    }
    return count;
  }

  /** How many patches of the sub-volume the mask hides. */
  public int maskedCount(byte[] codes) {
    int count = 0;
    for (byte code : codes) {
      count += Integer.bitCount(Byte.toUnsignedInt(code));
    }
    return count;
  }

  /**
   * Writes 1 for every masked voxel and 0 for every other one.
   *
   * @param codes a mask, {@link #maskBytes()} bytes
   * @param voxelMask {@link #voxels()} bytes, C order
   */
  public void expand(byte[] codes, byte[] voxelMask) {
    Objects.checkFromIndexSize(0, maskBytes(), codes.length);
    Objects.checkFromIndexSize(0, voxels(), voxelMask.length);
    int voxel = 0;
    for (int i = 0; i < subVolume[0]; i++) {
      for (int j = 0; j < subVolume[1]; j++) {
        int regionRow = (i / regionEdge * regionCounts[1] + j / regionEdge) * regionCounts[2];
        int patchRow =
            (i % regionEdge / patchEdge * patchesPerEdge + j % regionEdge / patchEdge)
                * patchesPerEdge;
        for (int k = 0; k < subVolume[2]; k++) {
          int region = regionRow + k / regionEdge;
          int patch = patchRow + k % regionEdge / patchEdge;
          voxelMask[voxel++] = masked(codes, region, patch) ? (byte) 1 : 0;
        }
      }
    }
  }

  private int byteOf(int region, int patch) {
    return region * bytesPerCode() + patch / Byte.SIZE;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof RegionGrid grid
        && Arrays.equals(subVolume, grid.subVolume)
        && regionEdge == grid.regionEdge
        && patchEdge == grid.patchEdge;
  }

  @Override
  public int hashCode() {
    return Objects.hash(Arrays.hashCode(subVolume), regionEdge, patchEdge);
  }

  @Override
  public String toString() {
    return Arrays.toString(subVolume)
        + " in regions of "
        + regionEdge
        + " and patches of "
        + patchEdge;
  }
}
