package dev.hybridmim.ingest.dicom.series;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.hybridmim.ingest.dicom.DataSet;
import dev.hybridmim.ingest.dicom.Element;
import dev.hybridmim.ingest.dicom.SopClasses;
import dev.hybridmim.ingest.dicom.SyntheticSlices;
import dev.hybridmim.ingest.dicom.Tag;
import dev.hybridmim.ingest.dicom.Vr;
import dev.hybridmim.ingest.image.Affine;
import dev.hybridmim.ingest.image.Image;
import dev.hybridmim.ingest.image.ReadLimits;
import dev.hybridmim.ingest.image.RejectReason;
import dev.hybridmim.ingest.image.UnreadableScanException;
import dev.hybridmim.platform.message.Modality;
import dev.hybridmim.platform.testing.TestData;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class SeriesAssemblerTest {
  private static final ReadLimits LIMITS = new ReadLimits(64 << 20, 32 << 20);

  @Test
  void slicesInAnyOrderBecomeOneVolume() throws Exception {
    List<DataSet> slices = SyntheticSlices.ct();
    Collections.shuffle(slices, new Random(3));
    AssembledSeries series = assemble(slices);
    Image image = series.image();
    assertThat(image.shape()).containsExactly(16, 12, 10);
    assertThat(image.modality()).isEqualTo(Modality.MODALITY_CT);
    for (int i = 0; i < 16; i++) {
      for (int j = 0; j < 12; j++) {
        for (int k = 0; k < 10; k++) {
          assertThat(image.at(i, j, k)).isEqualTo(SyntheticSlices.stored(j, i, k) - 1024);
        }
      }
    }
    Affine expected = Affine.of(-1.25, 0, 0, 20, 0, -1.5, 0, 15, 0, 0, 2.5, 0);
    assertThat(image.affine().distance(expected)).isLessThan(1e-9);
    assertThat(image.affine().axisCodes()).isEqualTo("LPS");
    assertThat(series.identity().patientId()).isEqualTo("SECRET-4711");
    assertThat(series.toString()).doesNotContain("SECRET").doesNotContain("2.25");
  }

  @Test
  void whatIsNoVolumeIsRefusedNamingTheSlices() {
    List<DataSet> gap = SyntheticSlices.ct();
    gap.remove(4);
    assertRefused(gap, RejectReason.MISSING_SLICES, "1 slices between instance 4 and instance 6");
    List<DataSet> uneven = SyntheticSlices.ct();
    uneven.set(6, uneven.get(6).with(SyntheticSlices.position(-20, -15, 15.8)));
    assertRefused(uneven, RejectReason.UNEVEN_SLICES, "instance 7");
    List<DataSet> shifted = SyntheticSlices.ct();
    shifted.set(6, shifted.get(6).with(SyntheticSlices.position(-19, -15, 15)));
    assertRefused(shifted, RejectReason.UNEVEN_SLICES, "instance 7");
    List<DataSet> twice = SyntheticSlices.ct();
    twice.add(number(SyntheticSlices.slice(3), 40).with(SyntheticSlices.position(-20, -15, 10)));
    assertRefused(twice, RejectReason.DUPLICATE_SLICES, "instance 40");
    List<DataSet> mixed = SyntheticSlices.ct();
    mixed.set(
        2,
        mixed
            .get(2)
            .with(
                Element.text(Tag.IMAGE_ORIENTATION_PATIENT, Vr.DS, "1", "0", "0", "0", "0", "-1")));
    assertRefused(mixed, RejectReason.MIXED_SERIES, "instance 3");
    List<DataSet> spacing = SyntheticSlices.ct();
    spacing.set(2, spacing.get(2).with(Element.text(Tag.PIXEL_SPACING, Vr.DS, "1.5", "1.3")));
    assertRefused(spacing, RejectReason.MIXED_SERIES, "instance 3");
    List<DataSet> times = SyntheticSlices.ct();
    for (DataSet slice : SyntheticSlices.ct()) {
      times.add(number(slice, 50).with(Element.text(Tag.RESCALE_SLOPE, Vr.DS, "2")));
    }
    assertRefused(times, RejectReason.FOUR_DIMENSIONAL, "2 slices at each of its 10 positions");
    assertRefused(SyntheticSlices.ct().subList(0, 5), RejectReason.TOO_FEW_SLICES, "");
    assertRefused(SyntheticSlices.ct().subList(0, 1), RejectReason.TWO_DIMENSIONAL, "");
    assertRefused(List.of(), RejectReason.INCOMPLETE_SERIES, "");
  }

  @Test
  void objectsThatAreNoScansAreRefused() {
    assertChangedRefused(
        Element.text(Tag.SOP_CLASS_UID, Vr.UI, "1.2.840.10008.5.1.4.1.1.88.11"),
        RejectReason.UNSUPPORTED_OBJECT,
        "Basic Text SR");
    assertChangedRefused(
        Element.text(Tag.SERIES_INSTANCE_UID, Vr.UI, "2.25.99"), RejectReason.MIXED_SERIES, "");
    assertChangedRefused(
        Element.text(Tag.PHOTOMETRIC_INTERPRETATION, Vr.CS, "RGB"), RejectReason.RGB, "");
    assertChangedRefused(
        Element.text(Tag.IMAGE_POSITION_PATIENT, Vr.DS, "1", "2"), RejectReason.CORRUPT_DICOM, "");
    assertChangedRefused(
        Element.text(Tag.RESCALE_SLOPE, Vr.DS, "one"), RejectReason.CORRUPT_DICOM, "RescaleSlope");
    assertChangedRefused(
        Element.shorts(Tag.ROWS, Vr.US, 60_000), RejectReason.CORRUPT_PIXELS, "header needs");
    assertChangedRefused(
        Element.shorts(Tag.BITS_ALLOCATED, Vr.US, 1), RejectReason.UNSUPPORTED_TYPE, "");
  }

  @Test
  void equalRepetitionsAreDroppedOnce() throws Exception {
    List<DataSet> slices = SyntheticSlices.ct();
    slices.add(number(SyntheticSlices.slice(3), 40));
    AssembledSeries series = assemble(slices);
    assertThat(series.repeatedSlices()).isEqualTo(1);
    assertThat(series.image().voxels()).isEqualTo(assemble(SyntheticSlices.ct()).image().voxels());
  }

  @Test
  void aTiltedGantryShearsTheAffine() throws Exception {
    List<DataSet> tilted = new ArrayList<>();
    double tilt = Math.tan(Math.toRadians(15));
    for (int k = 0; k < SyntheticSlices.COUNT; k++) {
      tilted.add(
          SyntheticSlices.slice(k)
              .with(SyntheticSlices.position(-20, -15 + k * 2.5 * tilt, k * 2.5)));
    }
    Image image = assemble(tilted).image();
    assertThat(image.affine().m12()).isCloseTo(-2.5 * tilt, within(1e-9));
    assertThat(image.affine().m22()).isCloseTo(2.5, within(1e-9));
  }

  @Test
  void scalingPaddingAndSignAreThoseOfEachSlice() throws Exception {
    List<DataSet> slices = new ArrayList<>();
    for (int k = 0; k < SyntheticSlices.COUNT; k++) {
      slices.add(
          SyntheticSlices.slice(k)
              .with(Element.text(Tag.SOP_CLASS_UID, Vr.UI, SopClasses.PET_IMAGE))
              .with(Element.text(Tag.RESCALE_SLOPE, Vr.DS, "0." + (k + 1)))
              .with(Element.text(Tag.RESCALE_INTERCEPT, Vr.DS, "0"))
              .with(Element.shorts(Tag.PIXEL_PADDING_VALUE, Vr.SS, 24)));
    }
    Image image = assemble(slices).image();
    assertThat(image.modality()).isEqualTo(Modality.MODALITY_PT);
    assertThat(image.at(8, 6, 4)).isEqualTo((float) (SyntheticSlices.stored(6, 8, 4) * 0.5));
    // Slice 0 has padding (24) around the ball; the lowest that was measured is in slice 9.
    assertThat(image.at(0, 0, 0)).isEqualTo((float) (33 * 0.1));
    DataSet signed =
        SyntheticSlices.slice(0)
            .with(Element.shorts(Tag.PIXEL_REPRESENTATION, Vr.US, 1))
            .with(Element.shorts(Tag.BITS_STORED, Vr.US, 10))
            .with(Element.shorts(Tag.HIGH_BIT, Vr.US, 9));
    List<DataSet> all = SyntheticSlices.ct();
    all.set(0, signed.with(all.get(0).find(Tag.INSTANCE_NUMBER).orElseThrow()));
    int bits = SyntheticSlices.stored(6, 7, 4) & 0x3ff;
    List<DataSet> allSigned = new ArrayList<>();
    for (int k = 0; k < SyntheticSlices.COUNT; k++) {
      DataSet slice = SyntheticSlices.slice(k);
      for (int tag : new int[] {Tag.PIXEL_REPRESENTATION, Tag.BITS_STORED, Tag.HIGH_BIT}) {
        slice = slice.with(signed.find(tag).orElseThrow());
      }
      allSigned.add(slice);
    }
    float expected = (bits > 511 ? bits - 1024 : bits) - 1024;
    assertThat(assemble(allSigned).image().at(7, 6, 4)).isEqualTo(expected);
  }

  @Test
  void anEnhancedObjectEqualsItsSlices() throws Exception {
    Image image = assemble(List.of(SyntheticSlices.enhanced())).image();
    Image expected = assemble(SyntheticSlices.ct()).image();
    assertThat(image.voxels()).isEqualTo(expected.voxels());
    assertThat(image.affine().distance(expected.affine())).isLessThan(1e-9);
    DataSet lessGroups =
        SyntheticSlices.enhanced()
            .with(
                Element.sequence(
                    Tag.PER_FRAME_FUNCTIONAL_GROUPS_SEQUENCE,
                    SyntheticSlices.enhanced()
                        .items(Tag.PER_FRAME_FUNCTIONAL_GROUPS_SEQUENCE)
                        .subList(0, 9)));
    assertRefused(List.of(lessGroups), RejectReason.CORRUPT_DICOM, "9 functional groups");
  }

  @Test
  void whatIsTooLargeIsRefusedBeforeItIsDecoded() {
    SeriesAssembler small = new SeriesAssembler("Series", new ReadLimits(64 << 10, 400));
    assertThatThrownBy(
            () -> {
              for (DataSet slice : SyntheticSlices.ct()) {
                small.add(SyntheticSlices.file(slice));
              }
            })
        .isInstanceOfSatisfying(
            UnreadableScanException.class,
            e -> assertThat(e.reason()).isEqualTo(RejectReason.TOO_LARGE));
  }

  @Test
  void scannersSeriesAreVolumes() throws Exception {
    List<AssembledSeries> ge = assembleFiles(TestData.require("dicom/ct-ge-28"));
    // 14 slices of 4 mm at the base of the skull, 14 of 7 mm above; the gantry tilted by 18.5
    // degrees.
    assertThat(ge).hasSize(2);
    for (AssembledSeries stack : ge) {
      assertThat(stack.image().shape()).containsExactly(512, 512, 14);
      Affine affine = stack.image().affine();
      double[] normal = {0, Math.sin(Math.toRadians(18.5)), Math.cos(Math.toRadians(18.5))};
      double cosine = (affine.m12() * normal[1] + affine.m22() * normal[2]) / affine.spacing()[2];
      assertThat(Math.toDegrees(Math.acos(Math.abs(cosine)))).isCloseTo(18.5, within(0.01));
    }
    assertThat(ge.get(0).image().affine().spacing()[2]).isCloseTo(4.22, within(1e-3));
    assertThat(ge.get(1).image().affine().spacing()[2]).isCloseTo(7.38, within(1e-3));
    Image philips = assembleFiles(TestData.require("dicom/ct-philips-28")).get(0).image();
    assertThat(philips.shape()).containsExactly(512, 512, 28);
    assertThat(philips.affine().spacing()[2]).isCloseTo(5, within(1e-6));
    assertThat(philips.affine().axisCodes()).isEqualTo("LPS");
    float least = Float.MAX_VALUE;
    for (float value : philips.voxels()) {
      least = Math.min(least, value);
    }
    assertThat(least).isBetween(-1024f, -1000f);
  }

  private static List<AssembledSeries> assembleFiles(Path directory) throws Exception {
    SeriesAssembler series = new SeriesAssembler("Series", LIMITS);
    try (Stream<Path> files = Files.list(directory)) {
      for (Path file : files.filter(path -> !path.endsWith("DIRFILE")).toList()) {
        series.add(Files.readAllBytes(file));
      }
    }
    return series.assemble();
  }

  private static AssembledSeries assemble(List<DataSet> slices) throws UnreadableScanException {
    SeriesAssembler series = new SeriesAssembler("Series", LIMITS);
    for (DataSet slice : slices) {
      series.add(SyntheticSlices.file(slice));
    }
    List<AssembledSeries> volumes = series.assemble();
    assertThat(volumes).hasSize(1);
    return volumes.get(0);
  }

  private static void assertChangedRefused(Element change, RejectReason reason, String words) {
    List<DataSet> slices = SyntheticSlices.ct();
    slices.set(5, slices.get(5).with(change));
    assertRefused(slices, reason, words);
  }

  private static void assertRefused(List<DataSet> slices, RejectReason reason, String words) {
    assertThatThrownBy(() -> assemble(slices))
        .isInstanceOfSatisfying(
            UnreadableScanException.class, e -> assertThat(e.reason()).isEqualTo(reason))
        .hasMessageStartingWith("Series ")
        .hasMessageContaining(words)
        .hasMessageNotContaining("SECRET")
        .hasMessageNotContaining("2.25.");
  }

  private static DataSet number(DataSet slice, int number) {
    return slice.with(Element.text(Tag.INSTANCE_NUMBER, Vr.IS, Integer.toString(number)));
  }
}
