package dev.hybridmim.ingest.dicom;

import java.io.Serializable;

/**
 * How much of an object this process is willing to hold.
 *
 * @param maxDepth sequences within sequences; the standard's own go to about 8
 * @param maxElements of all levels together; a frame of an enhanced image has about 60
 * @param maxBytes of the data set, inflated
 */
public record DicomLimits(int maxDepth, int maxElements, long maxBytes) implements Serializable {
  /** 32 levels, half a million elements, a gibibyte. */
  public static final DicomLimits DEFAULT = new DicomLimits(32, 500_000, 1L << 30);

  public DicomLimits {
    if (maxDepth < 1 || maxElements < 1 || maxBytes < 1) {
      throw new IllegalArgumentException("Limits are positive");
    }
  }

  /** The same with another bound on bytes. */
  public DicomLimits withMaxBytes(long bytes) {
    return new DicomLimits(maxDepth, maxElements, bytes);
  }
}
