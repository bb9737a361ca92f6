package dev.hybridmim.ingest.image;

import java.io.Serializable;

/**
 * How much of a scan this process is willing to hold.
 *
 * <p>Preparing one scan takes at most {@value #BYTES_PER_VOXEL} bytes for each voxel: the decoded
 * scan and either its oriented copy or the resampled volume, 2 bytes a voxel as long as they are
 * integers of up to 16 bits, else 4. Beside that some 20 MiB of buffers, whatever the scan's size.
 * A header's sizes are compared with these limits before anything is allocated.
 *
 * @param maxBytes of the object as it lies in the store
 * @param maxVoxels of the decoded scan, and of the prepared volume
 */
public record ReadLimits(long maxBytes, long maxVoxels) implements Serializable {
  /** The most that preparing a scan holds for each voxel. */
  public static final int BYTES_PER_VOXEL = 8;

  private static final long LARGEST_ARRAY = Integer.MAX_VALUE - 16L;
  private static final double SHARE_OF_HEAP = 0.6;

  public ReadLimits {
    if (maxBytes <= 0 || maxVoxels <= 0) {
      throw new IllegalArgumentException("Read limits are positive");
    }
    maxBytes = Math.min(maxBytes, LARGEST_ARRAY);
    maxVoxels = Math.min(maxVoxels, LARGEST_ARRAY);
  }

  /** What fits when {@code scansAtOnce} scans share this process's heap. */
  public static ReadLimits ofThisProcess(int scansAtOnce) {
    if (scansAtOnce < 1) {
      throw new IllegalArgumentException("At least one scan is read at once");
    }
    long bytes = (long) (Runtime.getRuntime().maxMemory() * SHARE_OF_HEAP / scansAtOnce);
    return new ReadLimits(Math.max(1, bytes / 2), Math.max(1, bytes / BYTES_PER_VOXEL));
  }
}
