package dev.hybridmim.ingest.dicom.series;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hybridmim.ingest.content.ContentId;
import dev.hybridmim.ingest.dicom.DataSet;
import dev.hybridmim.ingest.dicom.Dcmtk;
import dev.hybridmim.ingest.dicom.DicomFile;
import dev.hybridmim.ingest.dicom.DicomLimits;
import dev.hybridmim.ingest.dicom.DicomReader;
import dev.hybridmim.ingest.dicom.DicomWriter;
import dev.hybridmim.ingest.dicom.Element;
import dev.hybridmim.ingest.dicom.Tag;
import dev.hybridmim.ingest.dicom.TransferSyntax;
import dev.hybridmim.ingest.dicom.Vr;
import dev.hybridmim.ingest.dicom.pixel.Jpeg2000;
import dev.hybridmim.ingest.image.Image;
import dev.hybridmim.ingest.image.ReadLimits;
import dev.hybridmim.platform.message.Modality;
import dev.hybridmim.platform.testing.TestData;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Series of two scanners, written again by others in every transfer syntax, are the same volumes.
 */
class TransferSyntaxesTest {
  private static final ReadLimits LIMITS = new ReadLimits(64 << 20, 32 << 20);
  private static final int SLICES = 8;

  @TempDir Path directory;

  @ParameterizedTest
  @CsvSource({
    "dcmconv, +ti, 1.2.840.10008.1.2",
    "dcmconv, +te, 1.2.840.10008.1.2.1",
    "dcmconv, +td, 1.2.840.10008.1.2.1.99",
    "dcmconv, +tb, 1.2.840.10008.1.2.2",
    "dcmcrle, '', 1.2.840.10008.1.2.5",
    "dcmcjpeg, +el +sv 1, 1.2.840.10008.1.2.4.57",
    "dcmcjpeg, +e1, 1.2.840.10008.1.2.4.70",
    "dcmcjpls, '', 1.2.840.10008.1.2.4.80"
  })
  void whatDcmtkWroteAgainIsTheSameVolume(String program, String options, String uid)
      throws Exception {
    Dcmtk.require(program);
    for (String series : List.of("dicom/ct-ge-28", "dicom/ct-philips-28")) {
      SeriesAssembler again = new SeriesAssembler("Series", LIMITS);
      SeriesAssembler original = new SeriesAssembler("Series", LIMITS);
      for (Path file : slices(series)) {
        Path written = directory.resolve("written.dcm");
        List<Object> arguments = new ArrayList<>();
        if (!options.isEmpty()) {
          arguments.addAll(List.of(options.split(" ")));
        }
        arguments.addAll(List.of(file, written));
        Dcmtk.run(program, arguments.toArray());
        byte[] bytes = Files.readAllBytes(written);
        assertThat(DicomReader.read(bytes, DicomLimits.DEFAULT).syntax().uid()).isEqualTo(uid);
        again.add(bytes);
        original.add(Files.readAllBytes(file));
      }
      assertEqual(again.assemble().get(0).image(), original.assemble().get(0).image());
    }
  }

  @Test
  void everyPredictorOfLosslessJpegIsUndone() throws Exception {
    Dcmtk.require("dcmcjpeg");
    Path file = slices("dicom/ct-philips-28").get(7);
    float[] expected = slice(Files.readAllBytes(file));
    for (int predictor = 1; predictor <= 7; predictor++) {
      Path written = directory.resolve("written.dcm");
      Dcmtk.run("dcmcjpeg", "+el", "+sv", predictor, file, written);
      assertThat(slice(Files.readAllBytes(written))).isEqualTo(expected);
    }
  }

  /** DCMTK can't write JPEG 2000; the library that reads it can. */
  @Test
  void whatIsLosslessJpeg2000IsTheSameVolume() throws Exception {
    SeriesAssembler again = new SeriesAssembler("Series", LIMITS);
    SeriesAssembler original = new SeriesAssembler("Series", LIMITS);
    for (Path file : slices("dicom/ct-philips-28")) {
      byte[] bytes = Files.readAllBytes(file);
      original.add(bytes);
      DataSet dataSet = DicomReader.read(bytes, DicomLimits.DEFAULT).dataSet();
      again.add(Jpeg2000.file(dataSet));
    }
    assertEqual(again.assemble().get(0).image(), original.assemble().get(0).image());
  }

  /** An encoder of other hands, and signed pixels. */
  @Test
  void whatOpenJpegWroteIsTheSame() throws Exception {
    Dcmtk.require("opj_compress");
    DicomFile file =
        DicomReader.read(
            Files.readAllBytes(TestData.require("dicom/ct-ge-28/14.dcm")), DicomLimits.DEFAULT);
    Element.Value pixels = (Element.Value) file.dataSet().find(Tag.PIXEL_DATA).orElseThrow();
    Path raw = Files.write(directory.resolve("slice.rawl"), pixels.toArray());
    for (boolean lossy : new boolean[] {false, true}) {
      Path packed = directory.resolve("slice.j2k");
      if (lossy) {
        Dcmtk.run("opj_compress", "-i", raw, "-o", packed, "-F", "512,512,1,16,s", "-I", "-r", "4");
      } else {
        Dcmtk.run("opj_compress", "-i", raw, "-o", packed, "-F", "512,512,1,16,s");
      }
      DataSet changed = file.dataSet().with(fragment(Files.readAllBytes(packed)));
      TransferSyntax syntax = lossy ? TransferSyntax.JPEG_2000 : TransferSyntax.JPEG_2000_LOSSLESS;
      float[] read = slice(DicomWriter.file(changed, syntax));
      float[] expected =
          slice(DicomWriter.file(file.dataSet(), TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN));
      double largest = 0;
      for (int n = 0; n < read.length; n++) {
        if (!Float.isNaN(expected[n]) && !Float.isNaN(read[n])) {
          largest = Math.max(largest, Math.abs(read[n] - expected[n]));
        }
      }
      assertThat(largest).isLessThanOrEqualTo(lossy ? 200 : 0);
      assertThat(largest > 0).isEqualTo(lossy);
    }
  }

  private static float[] slice(byte[] file) throws Exception {
    DicomFile read = DicomReader.read(file, DicomLimits.DEFAULT);
    return new SliceReader(read, Modality.MODALITY_CT).read().get(0).values();
  }

  private static Element fragment(byte[] stream) {
    return new Element.Encapsulated(
        Tag.PIXEL_DATA, Vr.OB, ByteBuffer.allocate(0), List.of(ByteBuffer.wrap(stream)));
  }

  private static List<Path> slices(String series) throws Exception {
    Path files = TestData.require(series);
    String last = series.contains("ge") ? "%02d.dcm" : "I%d";
    int unit = series.contains("ge") ? 1 : 10;
    return Stream.iterate(1, n -> n <= SLICES, n -> n + 1)
        .map(n -> files.resolve(last.formatted(n * unit)))
        .toList();
  }

  private static void assertEqual(Image read, Image expected) {
    assertThat(read.voxels()).isEqualTo(expected.voxels());
    assertThat(read.affine()).isEqualTo(expected.affine());
    assertThat(ContentId.of(read)).isEqualTo(ContentId.of(expected));
  }
}
