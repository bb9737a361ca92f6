package dev.hybridmim.evaluator.task;

import dev.hybridmim.evaluator.metric.LabelMap;
import dev.hybridmim.evaluator.task.TaskProblem.Kind;
import dev.hybridmim.ingest.image.Image;
import dev.hybridmim.ingest.image.ReadLimits;
import dev.hybridmim.ingest.image.UnreadableScanException;
import dev.hybridmim.ingest.nifti.NiftiReader;
import dev.hybridmim.ingest.prepare.LabelVolume;
import dev.hybridmim.ingest.prepare.PreparedGeometry;
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
  private final ChannelPreparation preparation;
  private final ReadLimits limits;

  public CasePreparation(SegmentationTask task, Profile profile) {
    this.task = task;
    this.limits = ReadLimits.ofThisProcess(1 + task.channels());
    this.preparation = new ChannelPreparation(profile, task.modality(), limits);
  }

  /**
   * Reads and prepares one case.
   *
   * @throws InvalidTaskException when its images or labels can't be prepared
   */
  public PreparedCase prepare(LabelledCase labelled) throws InvalidTaskException {
    try {
      String imageReference = "the image of " + labelled.reference();
      List<Image> images =
          ChannelImages.read(labelled.images(), task.channels(), imageReference, limits);
      ChannelPreparation.Channels channels = preparation.prepare(images, imageReference);
      String labelReference = "the label file of " + labelled.reference();
      Image labels = NiftiReader.read(labelled.labels(), labelReference, limits);
      return prepare(channels, labels, labelReference);
    } catch (UnreadableScanException exception) {
      throw new InvalidTaskException(
          List.of(new TaskProblem(labelled.reference(), Kind.UNREADABLE, exception.getMessage())));
    } catch (IOException exception) {
      throw new UncheckedIOException(exception);
    }
  }

  private PreparedCase prepare(ChannelPreparation.Channels channels, Image labels, String reference)
      throws UnreadableScanException {
    PreparedGeometry geometry = channels.geometry();
    LabelMap inside = codes(geometry.prepareLabels(labels, reference));
    LabelMap everywhere = codes(uncropped(geometry).prepareLabels(labels, reference));
    return new PreparedCase(
        channels.voxels(),
        channels.count(),
        channels.shape(),
        channels.spacing(),
        inside,
        outside(inside.histogram(), everywhere.histogram()));
  }

  private long[] outside(int[] inside, int[] everywhere) {
    long[] kept = task.labels().counts(inside);
    long[] counts = task.labels().counts(everywhere);
    for (int place = 0; place < counts.length; place++) {
      counts[place] -= kept[place];
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

  private LabelMap codes(LabelVolume volume) {
    return new LabelMap(volume.shape(), task.labels().encode(volume.labels()));
  }
}
