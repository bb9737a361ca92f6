package dev.hybridmim.ingest.dicom;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hybridmim.ingest.dicom.DicomException.Problem;
import dev.hybridmim.platform.number.Seeds;
import dev.hybridmim.platform.testing.TestData;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.zip.Deflater;
import org.apache.commons.rng.UniformRandomProvider;
import org.junit.jupiter.api.Test;

class DicomReaderTest {
  private static final DicomLimits SMALL = new DicomLimits(8, 200, 4096);

  @Test
  void aScannersFileIsReadAndWrittenAgain() throws Exception {
    byte[] bytes = Files.readAllBytes(TestData.require("dicom/ct-ge-28/01.dcm"));
    DicomFile file = DicomReader.read(bytes, DicomLimits.DEFAULT);
    DataSet dataSet = file.dataSet();
    assertThat(dataSet.integer(Tag.ROWS)).hasValue(512);
    assertThat(dataSet.numbers(Tag.PIXEL_PADDING_VALUE)).containsExactly(-1500);
    assertThat(dataSet.number(Tag.GANTRY_DETECTOR_TILT)).hasValue(18.5);
    assertThat(dataSet.numbers(Tag.IMAGE_ORIENTATION_PATIENT)).hasSize(6);
    assertThat(dataSet.privateCreator(0x00431012)).contains("GEMS_PARM_01");
    byte[] written = DicomWriter.file(dataSet, TransferSyntax.EXPLICIT_VR_BIG_ENDIAN);
    assertThat(DicomReader.read(written, DicomLimits.DEFAULT).dataSet()).isEqualTo(dataSet);
    byte[] beginning = Arrays.copyOf(bytes, bytes.length - 524_288);
    DataSet header = DicomReader.readHeader(beginning, DicomLimits.DEFAULT).dataSet();
    assertThat(header).isEqualTo(dataSet.without(Tag.PIXEL_DATA));
  }

  @Test
  void lengthsAreNotBelieved() throws IOException {
    assertProblem(explicit(0x00280010, "US", 100, new byte[2]), Problem.TRUNCATED, "(0028,0010)");
    assertProblem(longForm(0x7FE00010, "OW", 0x7fffffff, new byte[4]), Problem.TRUNCATED, "7FE0");
    assertProblem(longForm(0x7FE00010, "OW", -2, new byte[4]), Problem.TRUNCATED, "PixelData");
    assertProblem(longForm(0x00420011, "OB", -1, new byte[8]), Problem.CORRUPT, "(0042,0011)");
    assertProblem(new byte[] {8, 0, 5}, Problem.TRUNCATED, "");
  }

  @Test
  void nestingAndElementsAreBounded() throws IOException {
    ByteArrayOutputStream nested = new ByteArrayOutputStream();
    for (int depth = 0; depth < 12; depth++) {
      nested.write(longForm(0x00081140, "SQ", -1, new byte[0]));
      nested.write(new byte[] {(byte) 0xfe, (byte) 0xff, 0, (byte) 0xe0, -1, -1, -1, -1});
    }
    assertProblem(nested.toByteArray(), Problem.BEYOND_LIMITS, "(0008,1140)[0] (0008,1140)[0]");
    ByteArrayOutputStream many = new ByteArrayOutputStream();
    for (int n = 0; n < 201; n++) {
      many.write(explicit(0x00100000 + 1 + n, "LO", 0, new byte[0]));
    }
    assertProblem(many.toByteArray(), Problem.BEYOND_LIMITS, "");
    assertProblem(new byte[5000], Problem.BEYOND_LIMITS, "");
  }

  @Test
  void aDeflateBombIsNotInflated() {
    Deflater deflater = new Deflater(9, true);
    deflater.setInput(new byte[10 << 20]);
    deflater.finish();
    byte[] packed = new byte[64 << 10];
    byte[] bomb = Arrays.copyOf(packed, deflater.deflate(packed));
    deflater.end();
    assertThatThrownBy(
            () -> DicomReader.read(bomb, TransferSyntax.DEFLATED_EXPLICIT_VR_LITTLE_ENDIAN, SMALL))
        .isInstanceOfSatisfying(
            DicomException.class, e -> assertThat(e.problem()).isEqualTo(Problem.BEYOND_LIMITS));
  }

  @Test
  void whatIsUnambiguousIsForgiven() throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.write(explicit(0x00280011, "US", 2, new byte[] {3, 0}));
    bytes.write(explicit(0x00280010, "US", 2, new byte[] {4, 0}));
    bytes.write(new byte[13]);
    DataSet dataSet =
        DicomReader.read(bytes.toByteArray(), TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN, SMALL);
    assertThat(dataSet.integer(Tag.ROWS)).hasValue(4);
    assertThat(dataSet.integer(Tag.COLUMNS)).hasValue(3);
    bytes.reset();
    bytes.write(explicit(0x00280010, "US", 2, new byte[] {4, 0}));
    bytes.write(explicit(0x00280010, "US", 2, new byte[] {5, 0}));
    assertProblem(bytes.toByteArray(), Problem.CORRUPT, "");
  }

  @Test
  void mutatedObjectsAreReadOrRefusedWithAProblem() throws Exception {
    byte[][] sound = DicomBytes.smallObjects();
    Map<Problem, Integer> problems = new EnumMap<>(Problem.class);
    int readable = 0;
    int files = 5_000;
    for (int n = 0; n < files; n++) {
      long seed = Seeds.derive(20261124, n);
      UniformRandomProvider random = Seeds.random(seed);
      byte[] mutated = DicomBytes.mutate(sound[n % sound.length], random);
      try {
        DicomReader.read(mutated, new DicomLimits(8, 2000, 1 << 16));
        readable++;
      } catch (DicomException e) {
        problems.merge(e.problem(), 1, Integer::sum);
      } catch (RuntimeException e) {
        throw new AssertionError("Seed " + seed + " escaped the checks", e);
      }
    }
    assertThat(readable + problems.values().stream().mapToInt(Integer::intValue).sum())
        .isEqualTo(files);
    assertThat(readable).isBetween(files / 10, files * 9 / 10);
    assertThat(problems)
        .containsKeys(
            Problem.NOT_DICOM, Problem.TRUNCATED, Problem.CORRUPT, Problem.CORRUPT_DEFLATE);
  }

  private static void assertProblem(byte[] bytes, Problem problem, String path) {
    assertThatThrownBy(
            () -> DicomReader.read(bytes, TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN, SMALL))
        .isInstanceOfSatisfying(
            DicomException.class,
            e -> {
              assertThat(e.problem()).isEqualTo(problem);
              assertThat(e.path()).contains(path);
            });
  }

  private static byte[] explicit(int tag, String vr, int length, byte[] value) {
    ByteBuffer bytes = ByteBuffer.allocate(8 + value.length).order(ByteOrder.LITTLE_ENDIAN);
    bytes.putShort((short) (tag >>> 16)).putShort((short) tag);
    bytes.put((byte) vr.charAt(0)).put((byte) vr.charAt(1));
    bytes.putShort((short) length);
    return bytes.put(value).array();
  }

  private static byte[] longForm(int tag, String vr, int length, byte[] value) {
    ByteBuffer bytes = ByteBuffer.allocate(12 + value.length).order(ByteOrder.LITTLE_ENDIAN);
    bytes.putShort((short) (tag >>> 16)).putShort((short) tag);
    bytes.put((byte) vr.charAt(0)).put((byte) vr.charAt(1)).putShort((short) 0);
    bytes.putInt(length);
    return bytes.put(value).array();
  }
}
