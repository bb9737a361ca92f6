package dev.hybridmim.evaluator.task;

import dev.hybridmim.evaluator.metric.LabelMap;
import dev.hybridmim.evaluator.task.TaskProblem.Kind;
import dev.hybridmim.ingest.image.Image;
import dev.hybridmim.ingest.image.ReadLimits;
import dev.hybridmim.ingest.image.UnreadableScanException;
import dev.hybridmim.ingest.nifti.NiftiReader;
import dev.hybridmim.ingest.prepare.LabelVolume;
import dev.hybridmim.ingest.prepare.PreparedGeometry;
import dev.hybridmim.ingest.prepare.PreparedVolume;
import dev.hybridmim.ingest.prepare.VolumePreparer;
import dev.hybridmim.ingest.prepare.VoxelRange;
import dev.hybridmim.platform.profile.Profile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

/**
 * Brings a case onto the grid on which networks see it: the image exactly as scans for pre-training
 * are prepared, its labels onto the same voxels. The task's modality decides how intensities are
 * scaled; where it is unknown, the image does.
 */
public final class CasePreparation {
  private final SegmentationTask task;
  private final VolumePreparer preparer;
  private final ReadLimits limits;

  public CasePreparation(SegmentationTask task, Profile profile) {
    this.task = task;
    this.limits = ReadLimits.ofThisProcess(2);
    this.preparer = new VolumePreparer(profile.ingest(), profile.augment().subVolume(), limits);
  }

  /**
   * Reads and prepares one case.
   *
   * @throws InvalidTaskException when its image or labels can't be prepared
   */
  public PreparedCase prepare(LabelledCase labelled) throws InvalidTaskException {
    try {
      Image image =
          NiftiReader.read(labelled.image(), "the image of " + labelled.reference(), limits);
      PreparedVolume volume =
          preparer.prepare(
              image.withModality(task.modality()), "the image of " + labelled.reference());
      String labelReference = "the label file of " + labelled.reference();
      Image labels = NiftiReader.read(labelled.labels(), labelReference, limits);
      return prepare(volume, labels, labelReference);
    } catch (UnreadableScanException exception) {
      throw new InvalidTaskException(
          List.of(new TaskProblem(labelled.reference(), Kind.UNREADABLE, exception.getMessage())));
    } catch (IOException exception) {
      throw new UncheckedIOException(exception);
    }
  }

  private PreparedCase prepare(PreparedVolume volume, Image labels, String reference)
      throws UnreadableScanException, InvalidTaskException {
    PreparedGeometry geometry = volume.geometry();
    LabelMap inside = labelMap(geometry.prepareLabels(labels, reference));
    LabelMap everywhere = labelMap(uncropped(geometry).prepareLabels(labels, reference));
    return new PreparedCase(
        volume.voxels(),
        volume.shape(),
        volume.grid().affine().spacing(),
        inside,
        outside(inside.histogram(), everywhere.histogram()));
  }

  private long[] outside(int[] inside, int[] everywhere) {
    long[] counts = new long[task.classes()];
    for (int label = 1; label < counts.length; label++) {
      counts[label] = everywhere[label] - inside[label];
    }
    return counts;
  }

  /** The same way without the crop, for counting what the crop leaves out. */
  private static PreparedGeometry uncropped(PreparedGeometry geometry) {
    int[] shape = geometry.resampled().shape();
    VoxelRange whole = new VoxelRange(0, 0, 0, shape[0], shape[1], shape[2]);
    return new PreparedGeometry(
        geometry.source(), geometry.oriented(), geometry.resampled(), whole, whole);
  }

  private static LabelMap labelMap(LabelVolume volume) {
    return new LabelMap(volume.shape(), volume.labels());
  }
}
