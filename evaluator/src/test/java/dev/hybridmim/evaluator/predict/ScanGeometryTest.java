package dev.hybridmim.evaluator.predict;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hybridmim.evaluator.metric.Dice;
import dev.hybridmim.evaluator.metric.LabelMap;
import dev.hybridmim.evaluator.task.ChannelPreparation;
import dev.hybridmim.ingest.image.Image;
import dev.hybridmim.ingest.image.ReadLimits;
import dev.hybridmim.ingest.nifti.NiftiLabelWriter;
import dev.hybridmim.ingest.nifti.NiftiReader;
import dev.hybridmim.ingest.prepare.LabelVolume;
import dev.hybridmim.platform.message.Modality;
import dev.hybridmim.platform.profile.Profile;
import dev.hybridmim.platform.profile.Profiles;
import dev.hybridmim.platform.testing.TestData;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A label map goes to the prepared grid and comes back into a file with the scan's own geometry.
 */
class ScanGeometryTest {
  private static final ReadLimits LIMITS = ReadLimits.ofThisProcess(2);

  @TempDir Path directory;

  @ParameterizedTest
  @CsvSource({"laptop,1.0", "paper-unet,0.7"})
  void anObliqueLabelMapComesBackOntoItsScan(String profile, double leastDice) throws Exception {
    Path scan = TestData.require("vectors/pp_oblique.nii.gz");
    Path given = TestData.require("vectors/pp_oblique_label.nii.gz");
    Image labels = NiftiReader.read(given, "labels", LIMITS);
    ChannelPreparation.Channels prepared = prepare(scan, Profiles.load(profile));
    LabelVolume there = prepared.geometry().prepareLabels(labels, "labels");
    LabelVolume back = prepared.geometry().restoreLabels(there.labels());
    Path file = directory.resolve("seg.nii.gz");
    NiftiLabelWriter.write(back.labels(), back.shape(), scan, file);

    Image read = NiftiReader.read(file, "segmentation", LIMITS);
    Image image = NiftiReader.read(scan, "scan", LIMITS);
    assertThat(read.shape()).containsExactly(image.shape());
    assertThat(read.affine()).isEqualTo(image.affine());
    LabelMap expected = map(LabelVolume.of(labels, "labels"));
    LabelMap actual = map(LabelVolume.of(read, "segmentation"));
    int[] histogram = expected.histogram();
    int classes = 0;
    for (int label = 1; label < histogram.length; label++) {
      if (histogram[label] > 50) {
        classes++;
        assertThat(Dice.of(actual, expected, label))
            .as("class %d", label)
            .isGreaterThanOrEqualTo(leastDice);
      }
    }
    assertThat(classes).isPositive();
  }

  @ParameterizedTest
  @CsvSource({"pp_oblique.nii.gz", "pp_perm.nii.gz", "pp_lps.nii.gz"})
  void theHeadersGeometryIsTakenOverBitForBit(String name) throws Exception {
    Path scan = TestData.require("vectors/" + name);
    Image image = NiftiReader.read(scan, "scan", LIMITS);
    byte[] labels = new byte[image.size(0) * image.size(1) * image.size(2)];
    for (int index = 0; index < labels.length; index++) {
      labels[index] = (byte) (index % 251);
    }
    Path file = directory.resolve("seg.nii.gz");
    NiftiLabelWriter.write(labels, image.shape(), scan, file);
    byte[] before = header(scan);
    byte[] after = header(file);
    // pixdim, and qform and sform with their codes.
    assertThat(Arrays.copyOfRange(after, 76, 92)).isEqualTo(Arrays.copyOfRange(before, 76, 92));
    assertThat(Arrays.copyOfRange(after, 252, 328)).isEqualTo(Arrays.copyOfRange(before, 252, 328));
    // Descriptions and names may tell of a patient.
    assertThat(Arrays.copyOfRange(after, 148, 252)).containsOnly(0);
    Image read = NiftiReader.read(file, "segmentation", LIMITS);
    assertThat(LabelVolume.of(read, "segmentation").labels()).isEqualTo(labels);
    try (var files = Files.list(directory)) {
      assertThat(files).as("no draft is left").hasSize(1);
    }
  }

  @Test
  void channelsAreCutToTheBoxThatHoldsTheForegroundOfAll() throws Exception {
    Path scan = TestData.require("vectors/pp_perm.nii.gz");
    Image image = NiftiReader.read(scan, "scan", LIMITS);
    float[] part = image.voxels().clone();
    // The second channel sees a corner less, so its own box is smaller.
    int rows = image.size(1) * image.size(2);
    float least = Float.MAX_VALUE;
    for (float value : part) {
      least = Math.min(least, value);
    }
    Arrays.fill(part, 0, rows * image.size(0) / 3, least);
    Image other = new Image(part, image.shape(), image.affine(), image.modality());
    ChannelPreparation preparation =
        new ChannelPreparation(Profiles.load("laptop"), Modality.MODALITY_MR, LIMITS);
    ChannelPreparation.Channels first = preparation.prepare(List.of(image), "scan");
    ChannelPreparation.Channels both = preparation.prepare(List.of(image, other), "scan");
    assertThat(both.count()).isEqualTo(2);
    assertThat(both.shape()).containsExactly(first.shape());
    assertThat(Arrays.copyOf(both.voxels(), first.voxels().length)).isEqualTo(first.voxels());
    ChannelPreparation.Channels swapped = preparation.prepare(List.of(other, image), "scan");
    assertThat(swapped.geometry().prepared()).isEqualTo(both.geometry().prepared());
    int size = first.voxels().length;
    assertThat(Arrays.copyOfRange(swapped.voxels(), size, 2 * size)).isEqualTo(first.voxels());
    assertThat(Arrays.copyOf(swapped.voxels(), size))
        .isEqualTo(Arrays.copyOfRange(both.voxels(), size, 2 * size));
  }

  private static ChannelPreparation.Channels prepare(Path scan, Profile profile) throws Exception {
    return new ChannelPreparation(profile, Modality.MODALITY_UNSPECIFIED, LIMITS)
        .prepare(List.of(NiftiReader.read(scan, "scan", LIMITS)), "scan");
  }

  private static LabelMap map(LabelVolume volume) {
    return new LabelMap(volume.shape(), volume.labels());
  }

  private static byte[] header(Path file) throws Exception {
    try (InputStream content = new GZIPInputStream(Files.newInputStream(file))) {
      return content.readNBytes(348);
    }
  }
}
