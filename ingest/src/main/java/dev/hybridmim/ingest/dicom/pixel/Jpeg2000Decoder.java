package dev.hybridmim.ingest.dicom.pixel;

import com.github.jaiimageio.jpeg2000.impl.J2KImageReaderSpi;
import dev.hybridmim.ingest.dicom.DicomException;
import java.awt.image.Raster;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import javax.imageio.ImageReader;
import javax.imageio.stream.MemoryCacheImageInputStream;

/** JPEG 2000 codestreams (ITU-T T.800), lossless and lossy, by the JAI Image I/O library. */
final class Jpeg2000Decoder implements FrameDecoder {
  @Override
  @SuppressWarnings("removal")
  public void decode(byte[] frame, PixelFormat format, int[] into) throws DicomException {
    CodestreamHeader.ofJpeg2000(frame).require(format);
    if (!CodestreamHeader.hasEnd(frame)) {
      throw PixelReader.corrupt("A JPEG 2000 frame breaks off", null);
    }
    try (MemoryCacheImageInputStream input =
        new MemoryCacheImageInputStream(new ByteArrayInputStream(frame))) {
      ImageReader reader = new J2KImageReaderSpi().createReaderInstance(null);
      try {
        reader.setInput(input, true, true);
        copy(reader.readRaster(0, null), format, into);
      } finally {
        reader.dispose();
      }
    } catch (IOException | RuntimeException | ThreadDeath e) {
      // The library meets corrupt streams with any of these, the last one of its own making.
      throw PixelReader.corrupt("A JPEG 2000 frame can't be decoded", e);
    }
  }

  private static void copy(Raster raster, PixelFormat format, int[] into) throws DicomException {
    if (raster.getWidth() != format.columns()
        || raster.getHeight() != format.rows()
        || raster.getNumBands() != 1) {
      throw PixelReader.corrupt("A compressed frame decodes to another size", null);
    }
    raster.getSamples(raster.getMinX(), raster.getMinY(), format.columns(), format.rows(), 0, into);
  }
}
