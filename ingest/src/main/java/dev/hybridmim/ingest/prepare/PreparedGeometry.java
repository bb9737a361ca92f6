package dev.hybridmim.ingest.prepare;

import dev.hybridmim.ingest.image.Image;
import dev.hybridmim.ingest.image.RejectReason;
import dev.hybridmim.ingest.image.UnreadableScanException;
import java.io.Serializable;
import java.util.Locale;

/**
 * How a prepared volume's voxels lie in its scan, and the way there and back.
 *
 * @param source the scan's own grid
 * @param oriented the same voxels in RAS orientation
 * @param resampled after resampling; equal to {@code oriented} when there was none
 * @param foreground the box of {@code resampled} that was kept
 * @param prepared the box of {@code resampled} that the prepared array covers: the foreground,
 *     padded evenly (the odd voxel behind) where it is shorter than the sub-volume; may reach
 *     beyond {@code resampled}
 */
public record PreparedGeometry(
    Grid source, Grid oriented, Grid resampled, VoxelRange foreground, VoxelRange prepared)
    implements Serializable {

  // Half a voxel: headers of images and labels differ by rounding and not by more.
  private static final double LABEL_TOLERANCE = 0.5;

  /** The prepared array's grid. */
  public Grid preparedGrid() {
    return resampled.part(prepared.origin(), prepared.size());
  }

  /**
   * A label map of the scan on the prepared grid: same orientation, nearest voxel, same box, 0
   * where padded.
   *
   * @param labels whole numbers from 0 to 255 on the scan's own voxels
   * @param reference names the label map in messages; no identifiers
   */
  public LabelVolume prepareLabels(Image labels, String reference) throws UnreadableScanException {
    if (!source.coincides(Grid.of(labels), LABEL_TOLERANCE)) {
      throw new UnreadableScanException(
          RejectReason.GEOMETRY_MISMATCH,
          String.format(
              Locale.ROOT,
              "%s does not lie on its image's voxels (%s against %d x %d x %d of the image); correct the labels.",
              reference,
              labels,
              source.sizeI(),
              source.sizeJ(),
              source.sizeK()));
    }
    byte[] turned = Orientation.of(source).apply(LabelVolume.requireLabels(labels, reference));
    byte[] onGrid =
        resampled.equals(oriented) ? turned : Resampling.nearest(turned, oriented, resampled);
    return new LabelVolume(Boxes.cut(onGrid, resampled.shape(), prepared), preparedGrid());
  }

  /**
   * A label map of the prepared grid back on the scan's own voxels: nearest prepared voxel, 0
   * outside the prepared box.
   *
   * @param labels C order, on the prepared grid
   */
  public LabelVolume restoreLabels(byte[] labels) {
    if (labels.length != prepared.voxels()) {
      throw new IllegalArgumentException(
          "%d labels are not a map of %d voxels".formatted(labels.length, prepared.voxels()));
    }
    VoxelRange whole =
        new VoxelRange(
            -prepared.originI(),
            -prepared.originJ(),
            -prepared.originK(),
            resampled.sizeI(),
            resampled.sizeJ(),
            resampled.sizeK());
    byte[] onGrid = Boxes.cut(labels, prepared.size(), whole);
    byte[] turned =
        resampled.equals(oriented) ? onGrid : Resampling.nearest(onGrid, resampled, oriented);
    return new LabelVolume(Orientation.of(source).undo(turned), source);
  }
}
