package dev.hybridmim.ingest.dicom.pixel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hybridmim.ingest.dicom.DataSet;
import dev.hybridmim.ingest.dicom.Dcmtk;
import dev.hybridmim.ingest.dicom.DicomException;
import dev.hybridmim.ingest.dicom.DicomFile;
import dev.hybridmim.ingest.dicom.DicomLimits;
import dev.hybridmim.ingest.dicom.DicomReader;
import dev.hybridmim.ingest.dicom.Element;
import dev.hybridmim.ingest.dicom.SyntheticSlices;
import dev.hybridmim.ingest.dicom.Tag;
import dev.hybridmim.ingest.dicom.Vr;
import dev.hybridmim.platform.number.Seeds;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.IntBinaryOperator;
import org.apache.commons.rng.UniformRandomProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JpegLsTest {
  @TempDir Path directory;

  @Test
  void whatCharLsWroteIsReadBitByBit() throws Exception {
    Dcmtk.require("dcmcjpls");
    UniformRandomProvider random = Seeds.random(7);
    for (int bits : new int[] {8, 10, 12, 16}) {
      int most = (1 << bits) - 1;
      check(bits, 37, 29, (row, column) -> random.nextInt(most + 1));
      check(bits, 64, 33, (row, column) -> 0);
      check(bits, 64, 40, (row, column) -> column % 17 == 0 ? most : 0);
      check(bits, 50, 40, (row, column) -> (row * column * 3 + random.nextInt(3)) & most);
      check(bits, 300, 20, (row, column) -> column < 250 ? most / 2 : random.nextInt(most + 1));
      check(bits, 1, 9, (row, column) -> row * 20 & most);
      check(bits, 9, 1, (row, column) -> column * 25 & most);
    }
  }

  @Test
  void whatIsNearlyLosslessIsReadAsCharLsReadsIt() throws Exception {
    Dcmtk.require("dcmcjpls", "dcmdjpls");
    UniformRandomProvider random = Seeds.random(8);
    Path plain = write(12, 60, 50, (row, column) -> 40 * row + random.nextInt(200) & 4095);
    Path packed = directory.resolve("packed.dcm");
    Path unpacked = directory.resolve("unpacked.dcm");
    Dcmtk.run("dcmcjpls", "+en", "+md", "3", plain, packed);
    Dcmtk.run("dcmdjpls", packed, unpacked);
    assertThat(pixels(packed)).isEqualTo(pixels(unpacked)).isNotEqualTo(pixels(plain));
  }

  @Test
  void damagedStreamsAreRefusedOrRead() throws Exception {
    Dcmtk.require("dcmcjpls");
    UniformRandomProvider random = Seeds.random(9);
    Path plain = write(12, 40, 30, (row, column) -> 40 * row + random.nextInt(100) & 4095);
    Path packed = directory.resolve("packed.dcm");
    Dcmtk.run("dcmcjpls", plain, packed);
    DicomFile file = DicomReader.read(Files.readAllBytes(packed), DicomLimits.DEFAULT);
    Element.Encapsulated pixels =
        (Element.Encapsulated) file.dataSet().find(Tag.PIXEL_DATA).orElseThrow();
    byte[] stream = Frames.bytes(pixels, 0, 1);
    PixelFormat format = PixelFormat.of(file.dataSet());
    int[] into = new int[(int) format.framePixels()];
    int refused = 0;
    for (int n = 0; n < 1000; n++) {
      byte[] damaged = stream.clone();
      damaged[random.nextInt(damaged.length)] ^= (byte) (1 << random.nextInt(8));
      damaged[random.nextInt(60)] ^= (byte) (1 << random.nextInt(8));
      try {
        new JpegLsDecoder().decode(damaged, format, into);
      } catch (DicomException e) {
        assertThat(e.problem()).isEqualTo(DicomException.Problem.CORRUPT_PIXELS);
        refused++;
      }
    }
    assertThat(refused).isBetween(100, 1000);
    assertThatThrownBy(
            () ->
                new JpegLsDecoder()
                    .decode(java.util.Arrays.copyOf(stream, stream.length / 2), format, into))
        .isInstanceOf(DicomException.class);
  }

  private void check(int bits, int columns, int rows, IntBinaryOperator value) throws Exception {
    Path plain = write(bits, columns, rows, value);
    Path packed = directory.resolve("packed.dcm");
    Dcmtk.run("dcmcjpls", plain, packed);
    assertThat(pixels(packed)).as("%d bits, %d x %d", bits, columns, rows).isEqualTo(pixels(plain));
  }

  private Path write(int bits, int columns, int rows, IntBinaryOperator value) throws Exception {
    boolean bytes = bits == 8;
    ByteBuffer pixels =
        ByteBuffer.allocate(rows * columns * (bytes ? 1 : 2) + 1 & ~1)
            .order(ByteOrder.LITTLE_ENDIAN);
    for (int row = 0; row < rows; row++) {
      for (int column = 0; column < columns; column++) {
        int stored = value.applyAsInt(row, column);
        if (bytes) {
          pixels.put((byte) stored);
        } else {
          pixels.putShort((short) stored);
        }
      }
    }
    DataSet dataSet =
        SyntheticSlices.slice(0)
            .with(Element.shorts(Tag.ROWS, Vr.US, rows))
            .with(Element.shorts(Tag.COLUMNS, Vr.US, columns))
            .with(Element.shorts(Tag.BITS_ALLOCATED, Vr.US, bytes ? 8 : 16))
            .with(Element.shorts(Tag.BITS_STORED, Vr.US, bits))
            .with(Element.shorts(Tag.HIGH_BIT, Vr.US, bits - 1))
            .with(Element.bytes(Tag.PIXEL_DATA, bytes ? Vr.OB : Vr.OW, pixels.array()));
    return Files.write(directory.resolve("plain.dcm"), SyntheticSlices.file(dataSet));
  }

  private static int[] pixels(Path path) throws Exception {
    DicomFile file = DicomReader.read(Files.readAllBytes(path), DicomLimits.DEFAULT);
    PixelReader reader = PixelReader.of(file.dataSet(), file.syntax());
    int[] into = new int[(int) reader.format().framePixels()];
    reader.read(0, into);
    return into;
  }
}
