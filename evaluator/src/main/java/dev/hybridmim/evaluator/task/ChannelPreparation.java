package dev.hybridmim.evaluator.task;

import dev.hybridmim.ingest.image.Image;
import dev.hybridmim.ingest.image.ReadLimits;
import dev.hybridmim.ingest.image.RejectReason;
import dev.hybridmim.ingest.image.UnreadableScanException;
import dev.hybridmim.ingest.prepare.Grid;
import dev.hybridmim.ingest.prepare.PreparedGeometry;
import dev.hybridmim.ingest.prepare.PreparedVolume;
import dev.hybridmim.ingest.prepare.VolumePreparer;
import dev.hybridmim.ingest.prepare.VoxelRange;
import dev.hybridmim.platform.message.Modality;
import dev.hybridmim.platform.profile.Profile;
import java.util.ArrayList;
import java.util.List;

/**
 * Prepares the images of one case as scans for pre-training are prepared. Each channel has its own
 * scaling of intensities; the box that is kept is the smallest that holds the foreground of all.
 */
public final class ChannelPreparation {
  private static final double GRID_TOLERANCE = 0.1;

  private final VolumePreparer preparer;
  private final Modality modality;
  private final int subVolume;

  /**
   * @param modality of the images; {@code MODALITY_UNSPECIFIED} when each is to be guessed
   * @param limits prepared volumes of more voxels are refused
   */
  public ChannelPreparation(Profile profile, Modality modality, ReadLimits limits) {
    this.subVolume = profile.augment().subVolume();
    this.preparer = new VolumePreparer(profile.ingest(), subVolume, limits);
    this.modality = modality;
  }

  /**
   * All channels of a case on one grid.
   *
   * @param voxels (channels, i, j, k) in C order, intensities in [0, 1]
   * @param count channels
   * @param geometry from the scan to the prepared grid and back
   */
  public record Channels(float[] voxels, int count, PreparedGeometry geometry) {
    /** Voxels along i, j, k. */
    public int[] shape() {
      return geometry.prepared().size();
    }

    /** Millimetres along i, j, k. */
    public double[] spacing() {
      return geometry.preparedGrid().spacing();
    }
  }

  /**
   * Prepares a case.
   *
   * @param images on the same voxels
   * @param reference names the case in messages; no identifiers
   */
  public Channels prepare(List<Image> images, String reference) throws UnreadableScanException {
    List<PreparedVolume> volumes = new ArrayList<>();
    for (Image image : images) {
      String name =
          images.size() == 1 ? reference : reference + " (channel " + volumes.size() + ")";
      if (!Grid.of(image).coincides(Grid.of(images.get(0)), GRID_TOLERANCE)) {
        throw new UnreadableScanException(
            RejectReason.GEOMETRY_MISMATCH,
            name + " does not lie on the voxels of channel 0; export all channels on one grid.");
      }
      volumes.add(preparer.prepare(image.withModality(modality), name));
    }
    if (volumes.size() == 1) {
      return new Channels(volumes.get(0).voxels(), 1, volumes.get(0).geometry());
    }
    return together(volumes);
  }

  private Channels together(List<PreparedVolume> volumes) {
    VoxelRange foreground = volumes.get(0).geometry().foreground();
    for (PreparedVolume volume : volumes) {
      foreground = around(foreground, volume.geometry().foreground());
    }
    VoxelRange box = padded(foreground);
    int size = Math.toIntExact(box.voxels());
    float[] voxels = new float[Math.multiplyExact(size, volumes.size())];
    for (int channel = 0; channel < volumes.size(); channel++) {
      // Beyond its own foreground a channel is 0: that is what foreground means.
      copy(volumes.get(channel), box, voxels, channel * size);
    }
    PreparedGeometry first = volumes.get(0).geometry();
    return new Channels(
        voxels,
        volumes.size(),
        new PreparedGeometry(first.source(), first.oriented(), first.resampled(), foreground, box));
  }

  private static void copy(PreparedVolume volume, VoxelRange box, float[] into, int offset) {
    VoxelRange own = volume.geometry().foreground();
    VoxelRange held = volume.geometry().prepared();
    float[] voxels = volume.voxels();
    for (int i = 0; i < own.sizeI(); i++) {
      for (int j = 0; j < own.sizeJ(); j++) {
        int from =
            ((own.originI() - held.originI() + i) * held.sizeJ()
                        + own.originJ()
                        - held.originJ()
                        + j)
                    * held.sizeK()
                + own.originK()
                - held.originK();
        int to =
            ((own.originI() - box.originI() + i) * box.sizeJ() + own.originJ() - box.originJ() + j)
                    * box.sizeK()
                + own.originK()
                - box.originK();
        System.arraycopy(voxels, from, into, offset + to, own.sizeK());
      }
    }
  }

  private static VoxelRange around(VoxelRange one, VoxelRange other) {
    int[] low = new int[3];
    int[] size = new int[3];
    for (int axis = 0; axis < 3; axis++) {
      low[axis] = Math.min(one.origin()[axis], other.origin()[axis]);
      size[axis] =
          Math.max(one.origin()[axis] + one.size()[axis], other.origin()[axis] + other.size()[axis])
              - low[axis];
    }
    return new VoxelRange(low[0], low[1], low[2], size[0], size[1], size[2]);
  }

  /** As a single volume is padded: evenly, the odd voxel behind. */
  private VoxelRange padded(VoxelRange box) {
    int padI = Math.max(0, subVolume - box.sizeI());
    int padJ = Math.max(0, subVolume - box.sizeJ());
    int padK = Math.max(0, subVolume - box.sizeK());
    return new VoxelRange(
        box.originI() - padI / 2,
        box.originJ() - padJ / 2,
        box.originK() - padK / 2,
        box.sizeI() + padI,
        box.sizeJ() + padJ,
        box.sizeK() + padK);
  }
}
