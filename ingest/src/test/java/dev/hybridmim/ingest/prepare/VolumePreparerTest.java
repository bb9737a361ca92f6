package dev.hybridmim.ingest.prepare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.hybridmim.ingest.image.Affine;
import dev.hybridmim.ingest.image.Image;
import dev.hybridmim.ingest.image.ReadLimits;
import dev.hybridmim.ingest.image.RejectReason;
import dev.hybridmim.ingest.image.UnreadableScanException;
import dev.hybridmim.ingest.nifti.NiftiReader;
import dev.hybridmim.ingest.testing.SyntheticImages;
import dev.hybridmim.platform.message.Modality;
import dev.hybridmim.platform.profile.IngestProfile;
import dev.hybridmim.platform.testing.TestData;
import java.util.List;
import org.junit.jupiter.api.Test;

class VolumePreparerTest {
  private static final ReadLimits LIMITS = new ReadLimits(1 << 24, 1 << 24);
  private static final List<Double> WINDOW = List.of(-1000.0, 1000.0);
  private static final List<Double> PERCENTILES = List.of(0.5, 99.5);
  private static final IngestProfile NATIVE =
      new IngestProfile(List.of(), WINDOW, PERCENTILES, false);
  private static final IngestProfile TWO_MM =
      new IngestProfile(List.of(2.0, 2.0, 2.0), WINDOW, PERCENTILES, false);

  @Test
  void ctIsWindowedCroppedAndPadded() throws Exception {
    Image image = SyntheticImages.ct(1, 30, 40, 12, Affine.of(-1, 0, 0, 3, 0, 1, 0, 4, 0, 0, 2, 5));
    PreparedVolume volume = prepare(NATIVE, 24, image);
    assertThat(volume.modality()).isEqualTo(Modality.MODALITY_CT);
    assertThat(volume.intensity()).isEqualTo(new Intensity(-1000, 1000));
    VoxelRange foreground = volume.geometry().foreground();
    assertThat(foreground.sizeI()).isLessThan(30);
    assertThat(volume.shape())
        .containsExactly(Math.max(24, foreground.sizeI()), foreground.sizeJ(), 24);
    // 24 - 9 or 10 slices are missing: the odd one is added behind.
    int missing = 24 - foreground.sizeK();
    assertThat(volume.geometry().prepared().originK())
        .isEqualTo(foreground.originK() - missing / 2);
    for (float voxel : volume.voxels()) {
      assertThat(voxel).isBetween(0f, 1f);
    }
    assertThat(volume.grid().affine().axisCodes()).isEqualTo("RAS");
  }

  @Test
  void theScanItselfIsLeftAsItWas() throws Exception {
    Image image = SyntheticImages.ct(1, 16, 16, 16, Affine.identity());
    float[] before = image.voxels().clone();
    prepare(NATIVE, 8, image);
    assertThat(image.voxels()).isEqualTo(before);
  }

  @Test
  void mrIsScaledByItsForegroundsPercentiles() throws Exception {
    float[] voxels = new float[1000];
    for (int n = 0; n < voxels.length; n++) {
      voxels[n] = n < 500 ? 0 : n;
    }
    Image image =
        new Image(voxels, new int[] {10, 10, 10}, Affine.identity(), Modality.MODALITY_UNSPECIFIED);
    PreparedVolume volume = prepare(NATIVE, 8, image);
    assertThat(volume.modality()).isEqualTo(Modality.MODALITY_MR);
    assertThat(volume.intensity().low()).isEqualTo(500 + 0.005 * 499);
    assertThat(volume.intensity().high()).isEqualTo(500 + 0.995 * 499);
    IngestProfile narrow = new IngestProfile(List.of(), WINDOW, List.of(10.0, 50.0), false);
    assertThat(prepare(narrow, 8, image).intensity().high()).isEqualTo(500 + 0.5 * 499);
  }

  @Test
  void aTiltedSeriesThatKeepsItsSpacingIsMadeUpright() throws Exception {
    int[] shape = {20, 24, 16};
    // 3 mm along the table, the gantry tilted by 20 degrees.
    double tilt = Math.toRadians(20);
    Affine sheared =
        Affine.of(1, 0, 0, 5, 0, 1.2 * Math.cos(tilt), 0, -7, 0, 1.2 * Math.sin(tilt), 3, 9);
    float[] voxels = new float[20 * 24 * 16];
    for (int n = 0; n < voxels.length; n++) {
      double[] at = sheared.apply(n / (24 * 16), n / 16 % 24, n % 16);
      voxels[n] = (float) (at[0] + 3 * at[1] + 2 * at[2]);
    }
    IngestProfile window = new IngestProfile(List.of(), List.of(-200.0, 300.0), PERCENTILES, false);
    PreparedVolume volume =
        prepare(window, 8, new Image(voxels, shape, sheared, Modality.MODALITY_CT));
    assertThat(volume.grid().spacing()[1]).isCloseTo(1.2, within(1e-9));
    assertThat(volume.grid().spacing()[2]).isCloseTo(3 * Math.cos(tilt), within(1e-9));
    Affine upright = volume.grid().affine();
    assertThat(upright.m11() * upright.m12() + upright.m21() * upright.m22())
        .isCloseTo(0, within(1e-9));
    // What is linear in space is what it was at every place within the scan.
    int[] middle = {10, volume.shape()[1] / 2, volume.shape()[2] / 2};
    double[] at = upright.apply(middle[0], middle[1], middle[2]);
    float[] row = new float[1];
    volume.copyRow(middle[0], middle[1], middle[2], 1, row, 0);
    assertThat(row[0])
        .isCloseTo((float) ((at[0] + 3 * at[1] + 2 * at[2] + 200) / 500), within(1e-4f));
    assertThat(prepare(window, 8, SyntheticImages.ct(1, 16, 16, 16, Affine.identity())).grid())
        .extracting(Grid::spacing)
        .isEqualTo(new double[] {1, 1, 1});
  }

  @Test
  void aModalityThatIsKnownIsNotGuessed() throws Exception {
    Image image =
        SyntheticImages.ct(2, 16, 16, 16, Affine.identity()).withModality(Modality.MODALITY_MR);
    assertThat(prepare(NATIVE, 8, image).intensity().low()).isGreaterThan(-1000);
  }

  @Test
  void everySettingHasAnEffect() throws Exception {
    Image image = SyntheticImages.ct(3, 40, 40, 40, Affine.identity());
    PreparedVolume plain = prepare(TWO_MM, 8, image);
    assertThat(plain.grid().spacing()).containsExactly(2, 2, 2);
    assertThat(prepare(NATIVE, 8, image).grid().spacing()).containsExactly(1, 1, 1);
    assertThat(prepare(TWO_MM, 64, image).shape()).containsExactly(64, 64, 64);
    IngestProfile smooth = new IngestProfile(TWO_MM.spacingMm(), WINDOW, PERCENTILES, true);
    assertThat(prepare(smooth, 8, image).voxels()).isNotEqualTo(plain.voxels());
    IngestProfile window =
        new IngestProfile(TWO_MM.spacingMm(), List.of(-160.0, 240.0), PERCENTILES, false);
    assertThat(prepare(window, 8, image).intensity()).isEqualTo(new Intensity(-160, 240));
  }

  @Test
  void whatShowsNothingIsRefused() {
    float[] same = new float[1000];
    assertRefused(NATIVE, image(same), RejectReason.CONSTANT);
    float[] few = new float[4096];
    java.util.Arrays.fill(few, -1000);
    few[0] = 5;
    few[1] = 6;
    Image speck = new Image(few, new int[] {16, 16, 16}, Affine.identity(), Modality.MODALITY_CT);
    assertRefused(NATIVE, speck, RejectReason.NEAR_EMPTY);
    float[] below = new float[1000];
    java.util.Arrays.fill(below, -2000);
    below[3] = -1500;
    assertRefused(NATIVE, image(below).withModality(Modality.MODALITY_CT), RejectReason.NEAR_EMPTY);
  }

  @Test
  void whatWouldNotFitOnceResampledIsRefused() {
    Image coarse = SyntheticImages.ct(4, 16, 16, 16, Affine.scaling(20, 20, 20));
    VolumePreparer preparer = new VolumePreparer(TWO_MM, 8, new ReadLimits(1 << 20, 100_000));
    assertThatThrownBy(() -> preparer.prepare(coarse, "Scan"))
        .isInstanceOfSatisfying(
            UnreadableScanException.class,
            e -> assertThat(e.reason()).isEqualTo(RejectReason.TOO_LARGE))
        .hasMessageContaining("151 x 151 x 151");
  }

  @Test
  void labelsGoTheSameWayAndBack() throws Exception {
    Affine affine = Affine.of(0, -1.2, 0, 3, 0, 0, 2.5, 4, -1.1, 0, 0, 5);
    Image image = SyntheticImages.ct(5, 40, 30, 14, affine);
    float[] labels = new float[image.voxels().length];
    for (int n = 0; n < labels.length; n++) {
      labels[n] = image.voxels()[n] > -500 ? 1 + n / (labels.length / 2) : 0;
    }
    Image labelImage = new Image(labels, image.shape(), affine, Modality.MODALITY_UNSPECIFIED);
    for (IngestProfile profile : List.of(NATIVE, TWO_MM)) {
      PreparedVolume volume = prepare(profile, 32, image);
      LabelVolume prepared = volume.geometry().prepareLabels(labelImage, "Labels");
      assertThat(prepared.shape()).isEqualTo(volume.shape());
      int agree = 0;
      for (int n = 0; n < volume.voxels().length; n++) {
        agree += (volume.voxels()[n] > 0.25) == (prepared.labels()[n] != 0) ? 1 : 0;
      }
      assertThat((double) agree / volume.voxels().length).isGreaterThan(0.98);
      LabelVolume restored = volume.geometry().restoreLabels(prepared.labels());
      assertThat(restored.grid()).isEqualTo(Grid.of(image));
      int same = 0;
      for (int n = 0; n < labels.length; n++) {
        same += restored.labels()[n] == labels[n] ? 1 : 0;
      }
      assertThat((double) same / labels.length)
          .isGreaterThan(profile.spacingMm().isEmpty() ? 0.9999 : 0.95);
    }
  }

  @Test
  void labelsThatAreNoneOrLieElsewhereAreRefused() throws Exception {
    Image image = SyntheticImages.ct(6, 16, 16, 16, Affine.identity());
    PreparedGeometry geometry = prepare(NATIVE, 8, image).geometry();
    assertThatThrownBy(() -> geometry.prepareLabels(image, "Labels"))
        .isInstanceOfSatisfying(
            UnreadableScanException.class,
            e -> assertThat(e.reason()).isEqualTo(RejectReason.NOT_LABELS));
    Image shifted =
        new Image(
            new float[4096],
            new int[] {16, 16, 16},
            Affine.translation(3, 0, 0),
            Modality.MODALITY_UNSPECIFIED);
    assertThatThrownBy(() -> geometry.prepareLabels(shifted, "Labels"))
        .isInstanceOfSatisfying(
            UnreadableScanException.class,
            e -> assertThat(e.reason()).isEqualTo(RejectReason.GEOMETRY_MISMATCH));
  }

  @Test
  void realScansAreRecognised() throws Exception {
    assertThat(real("ct/ts-example-ct.nii.gz").modality()).isEqualTo(Modality.MODALITY_CT);
    assertThat(real("ct/msd-spleen2-crop-ct.nii.gz").modality()).isEqualTo(Modality.MODALITY_CT);
    assertThat(real("mr/sct-t2.nii.gz").modality()).isEqualTo(Modality.MODALITY_MR);
    assertThat(real("mr/ts-example-mr-sm.nii.gz").modality()).isEqualTo(Modality.MODALITY_MR);
    assertThat(real("msd-hippocampus/imagesTr/hippocampus_001.nii.gz").modality())
        .isEqualTo(Modality.MODALITY_MR);
  }

  private static PreparedVolume real(String path) throws Exception {
    Image image = NiftiReader.read(TestData.require(path), "Scan", LIMITS);
    return prepare(
        new IngestProfile(List.of(1.5, 1.5, 2.0), WINDOW, PERCENTILES, false), 32, image);
  }

  private static PreparedVolume prepare(IngestProfile profile, int edge, Image image)
      throws UnreadableScanException {
    return new VolumePreparer(profile, edge, LIMITS).prepare(image, "Scan");
  }

  private static Image image(float[] voxels) {
    return new Image(
        voxels, new int[] {10, 10, 10}, Affine.identity(), Modality.MODALITY_UNSPECIFIED);
  }

  private static void assertRefused(IngestProfile profile, Image image, RejectReason reason) {
    assertThatThrownBy(() -> prepare(profile, 8, image))
        .isInstanceOfSatisfying(
            UnreadableScanException.class, e -> assertThat(e.reason()).isEqualTo(reason))
        .hasMessageStartingWith("Scan ");
  }
}
