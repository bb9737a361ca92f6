package dev.hybridmim.ingest.dicom.pixel;

import com.github.jaiimageio.jpeg2000.J2KImageWriteParam;
import com.github.jaiimageio.jpeg2000.impl.J2KImageWriterSpi;
import dev.hybridmim.ingest.dicom.DataSet;
import dev.hybridmim.ingest.dicom.DicomWriter;
import dev.hybridmim.ingest.dicom.Element;
import dev.hybridmim.ingest.dicom.Tag;
import dev.hybridmim.ingest.dicom.TransferSyntax;
import dev.hybridmim.ingest.dicom.Vr;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferUShort;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.List;
import javax.imageio.IIOImage;
import javax.imageio.ImageWriter;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/** Writes what DCMTK can't. */
public final class Jpeg2000 {
  private static final double LOSSY_BITS_PER_PIXEL = 2;

  private Jpeg2000() {}

  /** An uncompressed image of 512 x 512 pixels as a file in lossless JPEG 2000. */
  public static byte[] file(DataSet dataSet) throws Exception {
    return file(dataSet, TransferSyntax.JPEG_2000_LOSSLESS);
  }

  /** The same in irreversible JPEG 2000: an eighth of the bits, by the 9/7 wavelet. */
  public static byte[] lossyFile(DataSet dataSet) throws Exception {
    return file(dataSet, TransferSyntax.JPEG_2000);
  }

  private static byte[] file(DataSet dataSet, TransferSyntax syntax) throws Exception {
    boolean lossless = syntax.equals(TransferSyntax.JPEG_2000_LOSSLESS);
    return DicomWriter.file(
        dataSet.with(
            new Element.Encapsulated(
                Tag.PIXEL_DATA,
                Vr.OB,
                ByteBuffer.allocate(0),
                List.of(ByteBuffer.wrap(stream(dataSet, lossless))))),
        syntax);
  }

  private static byte[] stream(DataSet dataSet, boolean lossless) throws Exception {
    BufferedImage image = new BufferedImage(512, 512, BufferedImage.TYPE_USHORT_GRAY);
    ((Element.Value) dataSet.find(Tag.PIXEL_DATA).orElseThrow())
        .bytes()
        .asShortBuffer()
        .get(((DataBufferUShort) image.getRaster().getDataBuffer()).getData());
    ByteArrayOutputStream stream = new ByteArrayOutputStream();
    ImageWriter writer = new J2KImageWriterSpi().createWriterInstance(null);
    try (MemoryCacheImageOutputStream output = new MemoryCacheImageOutputStream(stream)) {
      writer.setOutput(output);
      J2KImageWriteParam parameters = new J2KImageWriteParam();
      parameters.setWriteCodeStreamOnly(true);
      parameters.setLossless(lossless);
      if (!lossless) {
        parameters.setFilter(J2KImageWriteParam.FILTER_97);
        parameters.setEncodingRate(LOSSY_BITS_PER_PIXEL);
      }
      writer.write(null, new IIOImage(image, null, null), parameters);
    } finally {
      writer.dispose();
    }
    return stream.toByteArray();
  }
}
