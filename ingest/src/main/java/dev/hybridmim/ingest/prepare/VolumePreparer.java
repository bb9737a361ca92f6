package dev.hybridmim.ingest.prepare;

import dev.hybridmim.ingest.image.GeometryCheck;
import dev.hybridmim.ingest.image.Image;
import dev.hybridmim.ingest.image.ReadLimits;
import dev.hybridmim.ingest.image.RejectReason;
import dev.hybridmim.ingest.image.UnreadableScanException;
import dev.hybridmim.ingest.image.VoxelArray;
import dev.hybridmim.ingest.measure.Stage;
import dev.hybridmim.ingest.measure.StageWatch;
import dev.hybridmim.platform.message.Modality;
import dev.hybridmim.platform.profile.IngestProfile;

/**
 * Makes a scan into what samples are cut from, in this order: orient to RAS, resample, scale
 * intensities to [0, 1], crop to the foreground (voxels above 0), pad with 0 to at least the
 * sub-volume.
 *
 * <p>In: an {@link Image}. Out: a {@link PreparedVolume}. The same image and settings always give
 * the same bits. Thread-safe.
 *
 * <ul>
 *   <li>Resampling: trilinear to the profile's spacing, see {@link Resampling}; a profile without
 *       spacing keeps each scan's own, and only a sheared grid (a tilted gantry's) is resampled, to
 *       an upright one.
 *   <li>Intensity of CT: the profile's window in Hounsfield units. Of MR and anything else: the
 *       profile's percentiles of the foreground, which are here the voxels above the smallest
 *       intensity, after resampling.
 *   <li>Modality: what the image says, else {@link ModalityGuess}.
 * </ul>
 *
 * <pre>{@code
 * VolumePreparer preparer = new VolumePreparer(profile.ingest(), profile.augment().subVolume(), limits);
 * PreparedVolume prepared = preparer.prepare(image, "case 7");
 * LabelVolume labels = prepared.geometry().prepareLabels(labelImage, "labels of case 7");
 * }</pre>
 */
public final class VolumePreparer {
  private static final int ONE_FOREGROUND_VOXEL_IN = 1000;

  private final IngestProfile profile;
  private final int subVolumeEdge;
  private final ReadLimits limits;

  /**
   * A preparer.
   *
   * @param subVolumeEdge in voxels; no prepared edge is shorter
   * @param limits prepared volumes of more voxels are refused
   */
  public VolumePreparer(IngestProfile profile, int subVolumeEdge, ReadLimits limits) {
    if (subVolumeEdge < 1) {
      throw new IllegalArgumentException("A sub-volume has at least one voxel");
    }
    this.profile = profile;
    this.subVolumeEdge = subVolumeEdge;
    this.limits = limits;
  }

  /**
   * Prepares a scan.
   *
   * @param reference names the scan in messages; no identifiers
   */
  public PreparedVolume prepare(Image image, String reference) throws UnreadableScanException {
    return prepare(image, reference, StageWatch.NONE);
  }

  /** See {@link #prepare(Image, String)}. */
  public PreparedVolume prepare(Image image, String reference, StageWatch watch)
      throws UnreadableScanException {
    watch.enter(Stage.INTENSITY);
    GeometryCheck.require(image.shape(), image.affine(), reference);
    VoxelArray.Extremes extremes = image.array().extremes(ModalityGuess.AIR_OR_LUNG);
    requireContrast(extremes, reference);
    Modality modality =
        image.modality() == Modality.MODALITY_UNSPECIFIED
            ? ModalityGuess.of(extremes, image.array().length())
            : image.modality();
    watch.enter(Stage.ORIENT);
    Orientation orientation = Orientation.of(Grid.of(image));
    Grid oriented = orientation.oriented();
    Grid resampled = resampledGrid(oriented, reference);
    VoxelArray voxels = orientation.apply(image.array());
    if (!resampled.equals(oriented)) {
      watch.enter(Stage.RESAMPLE);
      voxels = VoxelArray.of(Resampling.linear(voxels, oriented, resampled, profile.antiAlias()));
    }
    watch.enter(Stage.INTENSITY);
    Intensity intensity = intensity(voxels, modality, reference);
    watch.enter(Stage.CROP);
    VoxelRange foreground = foreground(voxels, resampled, intensity, reference);
    VoxelRange box = padded(foreground);
    PreparedGeometry geometry =
        new PreparedGeometry(orientation.source(), oriented, resampled, foreground, box);
    return new PreparedVolume(voxels, modality, intensity, geometry);
  }

  private static void requireContrast(VoxelArray.Extremes extremes, String reference)
      throws UnreadableScanException {
    if (extremes.least() == extremes.most()) {
      throw new UnreadableScanException(
          RejectReason.CONSTANT, reference + " has the same intensity everywhere; leave it away.");
    }
  }

  private Grid resampledGrid(Grid oriented, String reference) throws UnreadableScanException {
    double[] spacing = profile.spacingMm().stream().mapToDouble(Double::doubleValue).toArray();
    Grid resampled =
        spacing.length == 0 ? Resampling.upright(oriented) : Resampling.target(oriented, spacing);
    if (resampled.voxels() > limits.maxVoxels()) {
      throw new UnreadableScanException(
          RejectReason.TOO_LARGE,
          "%s becomes %d x %d x %d voxels, more than the %d that fit; give ingest more memory and retry."
              .formatted(
                  reference,
                  resampled.sizeI(),
                  resampled.sizeJ(),
                  resampled.sizeK(),
                  limits.maxVoxels()));
    }
    return resampled;
  }

  private Intensity intensity(VoxelArray voxels, Modality modality, String reference)
      throws UnreadableScanException {
    if (modality == Modality.MODALITY_CT) {
      return new Intensity(profile.ctWindowHu().get(0), profile.ctWindowHu().get(1));
    }
    VoxelArray.Extremes extremes = voxels.extremes(0);
    float least = extremes.least();
    float most = extremes.most();
    if (!(most > least)) {
      throw new UnreadableScanException(
          RejectReason.CONSTANT,
          reference + " has the same intensity everywhere once resampled; leave it away.");
    }
    OrderStatistics foreground = new OrderStatistics(voxels, least);
    double low = foreground.percentile(profile.mrPercentiles().get(0));
    double high = foreground.percentile(profile.mrPercentiles().get(1));
    // A foreground of one intensity, as in a mask: all there is to tell apart is background and
    // foreground.
    return high > low ? new Intensity(low, high) : new Intensity(least, most);
  }

  private static VoxelRange foreground(
      VoxelArray voxels, Grid grid, Intensity intensity, String reference)
      throws UnreadableScanException {
    Foreground foreground = Foreground.of(voxels, grid.shape(), intensity);
    if (foreground.voxels() * ONE_FOREGROUND_VOXEL_IN < voxels.length()) {
      throw new UnreadableScanException(
          RejectReason.NEAR_EMPTY,
          "%s has %d foreground voxels of %d; check the intensity window or leave it away."
              .formatted(reference, foreground.voxels(), voxels.length()));
    }
    return foreground.box();
  }

  private VoxelRange padded(VoxelRange box) {
    int padI = Math.max(0, subVolumeEdge - box.sizeI());
    int padJ = Math.max(0, subVolumeEdge - box.sizeJ());
    int padK = Math.max(0, subVolumeEdge - box.sizeK());
    return new VoxelRange(
        box.originI() - padI / 2,
        box.originJ() - padJ / 2,
        box.originK() - padK / 2,
        box.sizeI() + padI,
        box.sizeJ() + padJ,
        box.sizeK() + padK);
  }
}
