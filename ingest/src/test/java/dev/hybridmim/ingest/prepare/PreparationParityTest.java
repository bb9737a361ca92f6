package dev.hybridmim.ingest.prepare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.hybridmim.ingest.image.Affine;
import dev.hybridmim.ingest.image.Image;
import dev.hybridmim.ingest.image.ReadLimits;
import dev.hybridmim.ingest.nifti.NiftiReader;
import dev.hybridmim.ingest.testing.NpzFile;
import dev.hybridmim.ingest.testing.NpzFile.NpyArray;
import dev.hybridmim.platform.message.Modality;
import dev.hybridmim.platform.testing.TestData;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every step against MONAI 1.1.0 and 1.3.2 (with nibabel), number by number. */
class PreparationParityTest {
  private static final ReadLimits LIMITS = new ReadLimits(1 << 24, 1 << 24);
  private static final double[] SPACING = {1.5, 1.5, 2.0};
  private static final double RESAMPLING_TOLERANCE = 0.02;

  @ParameterizedTest
  @CsvSource({
    "110, oblique",
    "110, lps",
    "110, perm",
    "132, oblique",
    "132, lps",
    "132, perm",
  })
  void everyStageEqualsMonai(String version, String volume) throws Exception {
    NpzFile expected = new NpzFile(TestData.require("vectors/pp_monai" + version + ".npz"));
    Image loaded = read("vectors/pp_" + volume + ".nii.gz");
    assertSame(loaded, expected, volume + ".load", 0, 0);

    Image oriented = Orientation.toRas(loaded);
    // 1.1.0 holds affines as float32.
    assertSame(oriented, expected, volume + ".ras", 0, 1e-5);

    Grid grid = Grid.of(oriented);
    Grid target = Resampling.target(grid, SPACING);
    Image resampled =
        image(Resampling.linear(oriented.voxels(), grid, target, false), target, oriented);
    assertSame(resampled, expected, volume + ".spacing", RESAMPLING_TOLERANCE, 1e-5);

    float[] scaled = resampled.voxels().clone();
    new Intensity(-1000, 1000).apply(scaled);
    assertClose(
        scaled, expected.array(volume + ".scaled.image").values(), RESAMPLING_TOLERANCE / 2000);

    VoxelRange box =
        Foreground.of(resampled.array(), target.shape(), new Intensity(-1000, 1000)).box();
    double[] start = expected.array(volume + ".crop_start").values();
    double[] end = expected.array(volume + ".crop_end").values();
    for (int axis = 0; axis < 3; axis++) {
      assertThat(box.origin()[axis]).isEqualTo((int) start[axis]);
      assertThat(box.origin()[axis] + box.size()[axis]).isEqualTo((int) end[axis]);
    }
    Image cropped =
        image(cut(resampled, target, box), target.part(box.origin(), box.size()), oriented);
    assertSame(cropped, expected, volume + ".cropped", RESAMPLING_TOLERANCE / 2000, 1e-5);
  }

  /** Scaled and cut as a prepared volume does it. */
  private static float[] cut(Image raw, Grid grid, VoxelRange box) {
    return new PreparedVolume(
            raw.array(),
            Modality.MODALITY_CT,
            new Intensity(-1000, 1000),
            new PreparedGeometry(grid, grid, grid, box, box))
        .voxels();
  }

  @ParameterizedTest
  @CsvSource({"110", "132"})
  void labelsEqualMonai(String version) throws Exception {
    NpzFile expected = new NpzFile(TestData.require("vectors/pp_monai" + version + ".npz"));
    Image labels = read("vectors/pp_oblique_label.nii.gz");
    Orientation orientation = Orientation.of(Grid.of(labels));
    byte[] oriented = orientation.apply(LabelVolume.of(labels, "labels").labels());
    assertLabels(oriented, expected.array("oblique.ras.label"));
    Grid target = Resampling.target(orientation.oriented(), SPACING);
    byte[] resampled = Resampling.nearest(oriented, orientation.oriented(), target);
    assertLabels(resampled, expected.array("oblique.spacing.label"));
  }

  @Test
  void thePaddedChainWithoutResamplingEqualsMonaisPart() throws Exception {
    NpzFile expected = new NpzFile(TestData.require("vectors/pp_monai132.npz"));
    Image oriented = Orientation.toRas(read("vectors/pp_lps.nii.gz"));
    NpyArray reference = expected.array("lps.refpipe48.image");
    // 45 x 38 x 17 padded to a 48-cube: SpatialPadd puts the odd voxel behind.
    VoxelRange padded = new VoxelRange(-1, -5, -15, 48, 48, 48);
    float[] cube = cut(oriented, Grid.of(oriented), padded);
    for (int n = 0; n < cube.length; n++) {
      // The reference scales to [0.001, 1] there.
      double back = reference.values()[n] == 0 ? 0 : (reference.values()[n] - 0.001) / 0.999;
      assertThat((double) cube[n]).isCloseTo(back, within(1e-5));
    }
  }

  private static Image read(String path) throws Exception {
    return NiftiReader.read(TestData.require(path), "vector", LIMITS);
  }

  private static Image image(float[] voxels, Grid grid, Image like) {
    return new Image(voxels, grid.shape(), grid.affine(), like.modality());
  }

  private static void assertSame(
      Image image, NpzFile expected, String key, double tolerance, double affineTolerance) {
    NpyArray voxels = expected.array(key + ".image");
    assertThat(image.shape()).as(key).isEqualTo(voxels.spatialShape());
    assertClose(image.voxels(), voxels.values(), tolerance);
    Affine affine = Affine.of(expected.array(key + ".image_affine").values());
    assertThat(image.affine().distance(affine))
        .as(key + " affine")
        .isLessThanOrEqualTo(affineTolerance);
  }

  private static void assertClose(float[] actual, double[] expected, double tolerance) {
    assertThat(actual).hasSameSizeAs(expected);
    double largest = 0;
    for (int n = 0; n < actual.length; n++) {
      largest = Math.max(largest, Math.abs(actual[n] - expected[n]));
    }
    assertThat(largest).isLessThanOrEqualTo(tolerance);
  }

  private static void assertLabels(byte[] actual, NpyArray expected) {
    double[] values = expected.values();
    assertThat(actual).hasSameSizeAs(values);
    int different = 0;
    for (int n = 0; n < actual.length; n++) {
      different += actual[n] == values[n] ? 0 : 1;
    }
    assertThat(different).isZero();
  }
}
