package dev.hybridmim.ingest.prepare;

import dev.hybridmim.ingest.image.VoxelArray;
import dev.hybridmim.platform.message.Modality;
import java.util.Arrays;
import java.util.Objects;

/**
 * A scan as samples are cut from it: intensities in [0, 1], RAS orientation, at least as large as a
 * sub-volume. A value: nobody changes the arrays.
 *
 * <p>What {@link VolumePreparer} makes is held before scaling and cropping, which happens row by
 * row in {@link #copyRow}: so no second copy of the volume is needed to write it.
 */
public final class PreparedVolume {
  private final VoxelArray source;
  private final int[] sourceShape;
  private final boolean scaled;
  private final Modality modality;
  private final Intensity intensity;
  private final PreparedGeometry geometry;
  private float[] floats;

  /**
   * A prepared volume.
   *
   * @param voxels intensities in [0, 1], C order on the geometry's prepared grid; handed over
   * @param intensity how raw intensities became these
   */
  public PreparedVolume(
      float[] voxels, Modality modality, Intensity intensity, PreparedGeometry geometry) {
    this.source = VoxelArray.of(voxels);
    this.sourceShape = geometry.prepared().size();
    this.scaled = true;
    this.floats = voxels;
    this.modality = Objects.requireNonNull(modality, "modality");
    this.intensity = Objects.requireNonNull(intensity, "intensity");
    this.geometry = geometry;
    if (geometry.prepared().voxels() != voxels.length) {
      throw new IllegalArgumentException(
          "%d voxels do not fill the prepared box".formatted(voxels.length));
    }
  }

  /**
   * A prepared volume that is scaled and cropped as it is read.
   *
   * @param resampled raw intensities, C order on the geometry's resampled grid; handed over
   */
  PreparedVolume(
      VoxelArray resampled, Modality modality, Intensity intensity, PreparedGeometry geometry) {
    this.source = resampled;
    this.sourceShape = geometry.resampled().shape();
    this.scaled = false;
    this.modality = modality;
    this.intensity = intensity;
    this.geometry = geometry;
  }

  /**
   * All intensities, not to be changed: C order, k contiguous. They are made at the first call and
   * kept.
   */
  public float[] voxels() {
    float[] known = floats;
    if (known == null) {
      VoxelRange box = geometry.prepared();
      known = new float[Math.toIntExact(box.voxels())];
      for (int i = 0, at = 0; i < box.sizeI(); i++) {
        for (int j = 0; j < box.sizeJ(); j++, at += box.sizeK()) {
          copyRow(i, j, 0, box.sizeK(), known, at);
        }
      }
      floats = known;
    }
    return known;
  }

  /**
   * Copies intensities along k.
   *
   * @param firstK of the first voxel; {@code count} voxels from there lie inside the volume
   */
  public void copyRow(int i, int j, int firstK, int count, float[] into, int at) {
    if (scaled) {
      source.copy((i * sourceShape[1] + j) * sourceShape[2] + firstK, count, into, at);
      return;
    }
    VoxelRange box = geometry.prepared();
    int sourceI = i + box.originI();
    int sourceJ = j + box.originJ();
    int wanted = firstK + box.originK();
    int first = Math.max(0, wanted);
    int end = Math.min(sourceShape[2], wanted + count);
    boolean outside =
        sourceI < 0 || sourceI >= sourceShape[0] || sourceJ < 0 || sourceJ >= sourceShape[1];
    if (outside || end <= first) {
      Arrays.fill(into, at, at + count, 0);
      return;
    }
    int to = at + first - wanted;
    Arrays.fill(into, at, to, 0);
    source.copy(
        (sourceI * sourceShape[1] + sourceJ) * sourceShape[2] + first, end - first, into, to);
    intensity.apply(into, to, end - first);
    Arrays.fill(into, to + end - first, at + count, 0);
  }

  /** Voxels along i, j, k. */
  public int[] shape() {
    return geometry.prepared().size();
  }

  /** Where the voxels lie. */
  public Grid grid() {
    return geometry.preparedGrid();
  }

  /** What took the scan, as said or as recognised. */
  public Modality modality() {
    return modality;
  }

  /** How raw intensities became these. */
  public Intensity intensity() {
    return intensity;
  }

  /** How the voxels lie in the scan. */
  public PreparedGeometry geometry() {
    return geometry;
  }
}
