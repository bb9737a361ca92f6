package dev.hybridmim.ingest.nifti;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hybridmim.ingest.image.Affine;
import dev.hybridmim.ingest.image.Image;
import dev.hybridmim.ingest.image.ReadLimits;
import dev.hybridmim.ingest.image.RejectReason;
import dev.hybridmim.ingest.image.UnreadableScanException;
import dev.hybridmim.ingest.testing.NiftiBytes;
import dev.hybridmim.ingest.testing.SyntheticImages;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NiftiReaderTest {
  private static final ReadLimits LIMITS = new ReadLimits(1 << 20, 1 << 20);
  private static final double[] STRAIGHT = {0, 0, 0};

  @ParameterizedTest
  @CsvSource({
    "2, 1, 0, 255",
    "256, 1, -128, 127",
    "4, 2, -32768, 32767",
    "512, 2, 0, 65535",
    "8, 4, -2147483648, 2147483520",
    "768, 4, 0, 4294967040",
    "1024, 8, -9223372036854775808, 1e15",
    "1280, 8, 0, 18446742974197923840",
    "16, 4, -3.5e20, 0.125",
    "64, 8, -3.5e20, 0.125",
  })
  void everyTypeInBothOrdersAndVersions(int code, int bytes, double least, double most)
      throws Exception {
    for (int version : new int[] {1, 2}) {
      for (ByteOrder order : new ByteOrder[] {ByteOrder.LITTLE_ENDIAN, ByteOrder.BIG_ENDIAN}) {
        double[] voxels = new double[8 * 9 * 10];
        voxels[1] = least;
        voxels[8 * 9 + 2] = most;
        byte[] file = new NiftiBytes(version, order).type(code, bytes).voxels(voxels).plain();
        Image image = read(file);
        assertThat(image.shape()).containsExactly(8, 9, 10);
        assertThat(image.at(1, 0, 0)).isEqualTo((float) least);
        assertThat(image.at(2, 0, 1)).isEqualTo((float) most);
        assertThat(read(NiftiBytes.gzip(file)).voxels()).isEqualTo(image.voxels());
      }
    }
  }

  @Test
  void turnsTheFilesOrderIntoOurs() throws Exception {
    Image image = read(NiftiBytes.little().dim(3, 11, 13, 37).counting().plain());
    for (int i = 0; i < 11; i++) {
      for (int j = 0; j < 13; j++) {
        for (int k = 0; k < 37; k++) {
          assertThat(image.at(i, j, k)).isEqualTo(i + 11 * (j + 13 * k));
        }
      }
    }
  }

  @Test
  void scalesAndIgnoresAScalingThatIsNone() throws Exception {
    assertThat(read(NiftiBytes.little().scaling(0.5, -3).counting().plain()).at(4, 0, 0))
        .isEqualTo(-1f);
    assertThat(read(NiftiBytes.little().scaling(0, 7).counting().plain()).at(4, 0, 0))
        .isEqualTo(4f);
    assertThat(read(NiftiBytes.little().scaling(Double.NaN, 7).counting().plain()).at(4, 0, 0))
        .isEqualTo(4f);
    assertRejected(
        NiftiBytes.little().scaling(2, Double.NaN).counting().plain(), RejectReason.CORRUPT_HEADER);
  }

  @Test
  void takesTheSformBeforeTheQformBeforeTheSpacing() throws Exception {
    NiftiBytes file = NiftiBytes.little().pixdim(1, 2, 3, 4).counting();
    assertThat(read(file.plain()).affine()).isEqualTo(Affine.scaling(2, 3, 4));
    file.qform(1, STRAIGHT, 5, 6, 7);
    assertThat(read(file.plain()).affine())
        .isEqualTo(Affine.of(2, 0, 0, 5, 0, 3, 0, 6, 0, 0, 4, 7));
    file.sform(2, 0, -1.5, 0, 1, 2, 0, 0, 2, 0, 0, 1, 3);
    assertThat(read(file.plain()).affine())
        .isEqualTo(Affine.of(0, -1.5, 0, 1, 2, 0, 0, 2, 0, 0, 1, 3));
  }

  @Test
  void theQformTurnsAndMirrors() throws Exception {
    // Half a turn about z, third axis mirrored: x and y to the left and back, z down.
    double[] halfTurn = {0, 0, 1};
    Image image =
        read(
            NiftiBytes.little().pixdim(-1, 2, 3, 4).qform(1, halfTurn, 0, 0, 0).counting().plain());
    assertThat(image.affine().distance(Affine.scaling(-2, -3, -4))).isLessThan(1e-6);
    assertThat(image.affine().axisCodes()).isEqualTo("LPI");
    // A quarter turn about z: i runs along y.
    double[] quarterTurn = {0, 0, Math.sqrt(0.5)};
    Image turned =
        read(
            NiftiBytes.little()
                .pixdim(1, 2, 3, 4)
                .qform(1, quarterTurn, 0, 0, 0)
                .counting()
                .plain());
    assertThat(turned.affine().distance(Affine.of(0, -3, 0, 0, 2, 0, 0, 0, 0, 0, 4, 0)))
        .isLessThan(1e-6);
  }

  @ParameterizedTest
  @CsvSource({"0, 1", "2, 1", "1, 1000", "3, 0.001"})
  void lengthsBecomeMillimetres(int code, double millimetres) throws Exception {
    double edge = 2 / millimetres;
    NiftiBytes file = NiftiBytes.little().pixdim(1, edge, edge, edge).units(code).counting();
    assertThat(read(file.plain()).affine().spacing()[0])
        .isCloseTo(2, org.assertj.core.data.Offset.offset(1e-5));
    file.sform(1, edge, 0, 0, 0, 0, edge, 0, 0, 0, 0, edge, edge);
    assertThat(read(file.plain()).affine().m23())
        .isCloseTo(2, org.assertj.core.data.Offset.offset(1e-5));
  }

  @Test
  void skipsExtensionsAndIgnoresWhatFollowsTheVoxels() throws Exception {
    byte[] file = NiftiBytes.little().extension(32_768).counting().plain();
    assertThat(read(file).at(3, 0, 0)).isEqualTo(3f);
    byte[] longer = Arrays.copyOf(file, file.length + 5000);
    assertThat(read(longer).at(3, 0, 0)).isEqualTo(3f);
    assertThat(read(NiftiBytes.gzip(longer)).at(3, 0, 0)).isEqualTo(3f);
    assertThat(read(NiftiBytes.little().voxelOffset(0).counting().plain()).at(3, 0, 0))
        .isEqualTo(3f);
  }

  @Test
  void oneVolumeOfAFourDimensionalFileIsAVolume() throws Exception {
    assertThat(read(NiftiBytes.little().dim(4, 8, 9, 10, 1).counting().plain()).shape())
        .containsExactly(8, 9, 10);
  }

  @Test
  void everythingElseIsRefusedWithItsReason() {
    assertRejected(new byte[0], RejectReason.NOT_NIFTI);
    assertRejected(
        "PK\3\4 something".getBytes(StandardCharsets.ISO_8859_1), RejectReason.NOT_NIFTI);
    assertRejected(NiftiBytes.gzip(new byte[5000]), RejectReason.NOT_NIFTI);
    assertRejected(NiftiBytes.little().magic("xx").counting().plain(), RejectReason.NOT_NIFTI);
    assertRejected(
        NiftiBytes.little().magic("ni").counting().plain(), RejectReason.UNSUPPORTED_LAYOUT);
    assertRejected(NiftiBytes.little().dim(2, 64, 64).plain(), RejectReason.TWO_DIMENSIONAL);
    assertRejected(
        NiftiBytes.little().dim(3, 64, 64, 1).counting().plain(), RejectReason.TWO_DIMENSIONAL);
    assertRejected(NiftiBytes.little().dim(4, 8, 9, 10, 5).plain(), RejectReason.FOUR_DIMENSIONAL);
    assertRejected(
        NiftiBytes.little().dim(5, 8, 9, 10, 1, 3).plain(), RejectReason.FOUR_DIMENSIONAL);
    assertRejected(NiftiBytes.little().type(128, 3).counting().plain(), RejectReason.RGB);
    assertRejected(NiftiBytes.little().type(2304, 4).counting().plain(), RejectReason.RGB);
    assertRejected(
        NiftiBytes.little().type(32, 8).counting().plain(), RejectReason.UNSUPPORTED_TYPE);
    assertRejected(
        NiftiBytes.little().dim(3, 8, 9, 7).counting().plain(), RejectReason.TOO_FEW_SLICES);
    assertRejected(NiftiBytes.little().dim(0, 8, 9, 10).plain(), RejectReason.CORRUPT_HEADER);
    assertRejected(NiftiBytes.little().dim(3, 8, -9, 10).plain(), RejectReason.CORRUPT_HEADER);
    assertRejected(
        NiftiBytes.little().voxelOffset(100).counting().plain(), RejectReason.CORRUPT_HEADER);
    assertRejected(
        NiftiBytes.little().voxelOffset(1e30).counting().plain(), RejectReason.CORRUPT_HEADER);
    assertRejected(
        NiftiBytes.little().pixdim(1, 1, 1, 0.04).counting().plain(),
        RejectReason.IMPLAUSIBLE_SPACING);
    assertRejected(
        NiftiBytes.little().pixdim(1, 26, 1, 1).counting().plain(),
        RejectReason.IMPLAUSIBLE_SPACING);
    assertRejected(
        NiftiBytes.little().pixdim(1, 0, 1, 1).counting().plain(),
        RejectReason.IMPLAUSIBLE_SPACING);
    assertRejected(
        NiftiBytes.little().sform(1, 1, 1, 0, 0, 1, 1, 0, 0, 0, 0, 1, 0).counting().plain(),
        RejectReason.SINGULAR_AFFINE);
    assertRejected(
        NiftiBytes.little()
            .sform(1, 1, Double.NaN, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0)
            .counting()
            .plain(),
        RejectReason.CORRUPT_HEADER);
  }

  @Test
  void sizesAreComparedBeforeMemoryIsTaken() {
    assertRejected(
        NiftiBytes.little().dim(3, 30_000, 30_000, 30_000).plain(), RejectReason.TOO_LARGE);
    assertRejected(
        new NiftiBytes(2, ByteOrder.BIG_ENDIAN).dim(3, Long.MAX_VALUE, Long.MAX_VALUE, 9).plain(),
        RejectReason.TOO_LARGE);
    // Allowed by the limit, but nothing of this length can hold it.
    assertRejected(NiftiBytes.little().dim(3, 100, 100, 100).plain(), RejectReason.TRUNCATED);
    assertRejected(NiftiBytes.little().dim(3, 100, 100, 100).gzip(), RejectReason.TRUNCATED);
    assertRejected(new byte[(1 << 20) + 1], RejectReason.TOO_LARGE);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 200, 347, 351, 352, 353, 1791})
  void aFileThatEndsEarlyIsTruncated(int length) {
    byte[] cut = Arrays.copyOf(NiftiBytes.little().counting().plain(), length);
    RejectReason expected = length < 4 ? RejectReason.NOT_NIFTI : RejectReason.TRUNCATED;
    assertRejected(cut, expected);
    assertRejected(NiftiBytes.gzip(cut), expected);
    assertThatThrownBy(() -> NiftiReader.read(new ByteArrayInputStream(cut), "Scan", LIMITS))
        .isInstanceOfSatisfying(
            UnreadableScanException.class, e -> assertThat(e.reason()).isEqualTo(expected));
  }

  @Test
  void aBrokenGzipStreamSaysSo() {
    byte[] packed = NiftiBytes.little().counting().gzip();
    for (int length = 2; length < packed.length; length++) {
      assertRejected(Arrays.copyOf(packed, length), RejectReason.TRUNCATED);
    }
    byte[] wrongChecksum = packed.clone();
    wrongChecksum[packed.length - 8] ^= 1;
    assertRejected(wrongChecksum, RejectReason.CORRUPT_GZIP);
    byte[] wrongContent = packed.clone();
    Arrays.fill(wrongContent, 20, 60, (byte) 0xff);
    assertRejected(wrongContent, RejectReason.CORRUPT_GZIP);
  }

  @ParameterizedTest
  @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, 1e300})
  void voxelsThatAreNoNumbersAreRefused(double bad) {
    double[] voxels = new double[720];
    voxels[719] = bad;
    assertRejected(
        NiftiBytes.little().type(64, 8).voxels(voxels).plain(), RejectReason.NON_FINITE_VOXELS);
  }

  @Test
  void aStreamThatFailsIsNoBadScan() {
    byte[] file = NiftiBytes.little().counting().plain();
    InputStream failing =
        new InputStream() {
          private int at;

          @Override
          public int read() throws IOException {
            if (at == 400) {
              throw new IOException("the store went away");
            }
            return file[at++] & 0xff;
          }
        };
    assertThatThrownBy(() -> NiftiReader.read(failing, "Scan", LIMITS))
        .isInstanceOf(IOException.class)
        .hasMessage("the store went away");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void whatIsWrittenIsRead(boolean gzip) throws Exception {
    Affine affine = Affine.of(0, -0.75, 0, 10, 0, 0, 2.5, -20, 1.25, 0, 0, 30);
    Image image = SyntheticImages.noise(3, new int[] {9, 17, 33}, affine);
    for (StorageType type : new StorageType[] {StorageType.INT16, StorageType.FLOAT32}) {
      Image back = read(NiftiWriter.bytes(image, type, gzip));
      assertThat(back.voxels()).isEqualTo(image.voxels());
      assertThat(back.affine()).isEqualTo(affine);
    }
    assertThatThrownBy(() -> NiftiWriter.bytes(image, StorageType.UINT8, gzip))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("UINT8");
  }

  @Test
  void filesAreReadToo(@TempDir Path directory) throws Exception {
    Image image = SyntheticImages.noise(4, new int[] {8, 8, 8}, Affine.identity());
    NiftiWriter.write(image, StorageType.INT16, directory.resolve("a.nii.gz"));
    NiftiWriter.write(image, StorageType.INT16, directory.resolve("b.nii"));
    assertThat(NiftiReader.read(directory.resolve("a.nii.gz"), "Scan", LIMITS).voxels())
        .isEqualTo(image.voxels());
    assertThat(NiftiReader.read(directory.resolve("b.nii"), "Scan", LIMITS).voxels())
        .isEqualTo(image.voxels());
  }

  private static Image read(byte[] file) throws UnreadableScanException {
    return NiftiReader.read(file, "Scan", LIMITS);
  }

  private static void assertRejected(byte[] file, RejectReason reason) {
    assertThatThrownBy(() -> read(file))
        .isInstanceOfSatisfying(
            UnreadableScanException.class,
            e -> assertThat(e.reason()).as(e.getMessage()).isEqualTo(reason))
        .hasMessageStartingWith("Scan ")
        .hasMessageEndingWith(".");
  }
}
