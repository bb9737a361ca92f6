package dev.hybridmim.ingest.prepare;

import dev.hybridmim.ingest.image.Image;
import dev.hybridmim.ingest.image.RejectReason;
import dev.hybridmim.ingest.image.UnreadableScanException;

/**
 * A label map: one class for each voxel, 0 to 255, and where the voxels lie. A value: nobody
 * changes the array.
 */
public final class LabelVolume {
  private static final int LARGEST_LABEL = 255;

  private final byte[] labels;
  private final Grid grid;

  /**
   * A label map.
   *
   * @param labels classes as unsigned bytes, C order; handed over
   */
  public LabelVolume(byte[] labels, Grid grid) {
    if (labels.length != grid.voxels()) {
      throw new IllegalArgumentException(
          "%d labels do not fill %d voxels".formatted(labels.length, grid.voxels()));
    }
    this.labels = labels;
    this.grid = grid;
  }

  /**
   * The labels that a file held.
   *
   * @param reference names the label map in messages; no identifiers
   */
  public static LabelVolume of(Image labels, String reference) throws UnreadableScanException {
    return new LabelVolume(requireLabels(labels, reference), Grid.of(labels));
  }

  /** The classes themselves, not a copy: unsigned bytes, C order. */
  public byte[] labels() {
    return labels;
  }

  /** Where the voxels lie. */
  public Grid grid() {
    return grid;
  }

  /** Voxels along i, j, k. */
  public int[] shape() {
    return grid.shape();
  }

  /** The class of a voxel. */
  public int at(int i, int j, int k) {
    return labels[(i * grid.sizeJ() + j) * grid.sizeK() + k] & 0xff;
  }

  static byte[] requireLabels(Image image, String reference) throws UnreadableScanException {
    float[] values = image.voxels();
    byte[] labels = new byte[values.length];
    for (int n = 0; n < values.length; n++) {
      float value = values[n];
      if (!(value >= 0 && value <= LARGEST_LABEL) || value != (int) value) {
        throw new UnreadableScanException(
            RejectReason.NOT_LABELS,
            reference
                + " holds "
                + value
                + ", and labels are whole numbers from 0 to 255; correct it.");
      }
      labels[n] = (byte) (int) value;
    }
    return labels;
  }
}
