package dev.hybridmim.ingest.dicom.pixel;

import dev.hybridmim.ingest.dicom.DataSet;
import dev.hybridmim.ingest.dicom.DicomException;
import dev.hybridmim.ingest.dicom.DicomException.Problem;
import dev.hybridmim.ingest.dicom.Element;
import dev.hybridmim.ingest.dicom.Tag;
import dev.hybridmim.ingest.dicom.TransferSyntax;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Set;

/**
 * Reads the frames of an object, whatever its transfer syntax: see this package's documentation.
 *
 * <p>Memory: a compressed frame; the caller's array takes the decoded one. Lengths are compared
 * with what is there, and a compressed stream's sizes with the header, before anything is
 * allocated. One thread at a time.
 *
 * <pre>{@code
 * PixelReader pixels = PixelReader.of(file.dataSet(), file.syntax());
 * int[] frame = new int[(int) pixels.format().framePixels()];
 * for (int n = 0; n < pixels.format().frames(); n++) {
 *   pixels.read(n, frame);
 * }
 * }</pre>
 */
public final class PixelReader {
  private static final Map<String, FrameDecoder> DECODERS =
      Map.of(
          TransferSyntax.RLE_LOSSLESS.uid(), new RleDecoder(),
          TransferSyntax.JPEG_LOSSLESS.uid(), new JpegLosslessDecoder(),
          TransferSyntax.JPEG_LOSSLESS_SV1.uid(), new JpegLosslessDecoder(),
          TransferSyntax.JPEG_LS_LOSSLESS.uid(), new JpegLsDecoder(),
          TransferSyntax.JPEG_LS_NEAR_LOSSLESS.uid(), new JpegLsDecoder(),
          TransferSyntax.JPEG_2000_LOSSLESS.uid(), new Jpeg2000Decoder(),
          TransferSyntax.JPEG_2000.uid(), new Jpeg2000Decoder());

  private final PixelFormat format;
  private final Element element;
  private final FrameDecoder decoder;

  private PixelReader(PixelFormat format, Element element, FrameDecoder decoder) {
    this.format = format;
    this.element = element;
    this.decoder = decoder;
  }

  /** The encapsulated transfer syntaxes that are decoded. */
  public static Set<String> compressedSyntaxes() {
    return DECODERS.keySet();
  }

  /**
   * The pixels of an object.
   *
   * @throws DicomException when there are none, or none that can be read
   */
  public static PixelReader of(DataSet dataSet, TransferSyntax syntax) throws DicomException {
    PixelFormat format = PixelFormat.of(dataSet);
    Element element = dataSet.find(Tag.PIXEL_DATA).orElse(null);
    if (element == null || element.isEmpty()) {
      throw new DicomException(
          Problem.MISSING_ATTRIBUTE, Tag.name(Tag.PIXEL_DATA), "The object has no pixels");
    }
    if (element instanceof Element.Value value) {
      if (syntax.encapsulated()) {
        throw corrupt("The pixels of a compressed object are not in fragments", null);
      }
      long needed = format.framePixels() * format.frames() * format.bytes();
      if (value.length() < needed) {
        throw corrupt(
            "%d bytes of pixels stand where the header needs %d".formatted(value.length(), needed),
            null);
      }
      return new PixelReader(format, element, null);
    }
    FrameDecoder decoder = DECODERS.get(syntax.uid());
    if (decoder == null || !syntax.encapsulated()) {
      throw new DicomException(
          Problem.UNSUPPORTED_TRANSFER_SYNTAX,
          Tag.name(Tag.TRANSFER_SYNTAX_UID),
          "Pixels in the transfer syntax " + syntax.name() + " can't be decoded");
    }
    return new PixelReader(format, element, decoder);
  }

  /** What the header says of the pixels. */
  public PixelFormat format() {
    return format;
  }

  /**
   * Reads a frame.
   *
   * @param into takes the stored values, row by row; unsigned ones of 32 bits as their bits
   * @throws DicomException when the frame is corrupt
   */
  public void read(int frame, int[] into) throws DicomException {
    if (into.length != format.framePixels()) {
      throw new IllegalArgumentException("The array does not fit the frame");
    }
    if (element instanceof Element.Value value) {
      readPlain(value.bytes(), frame, into);
    } else if (element instanceof Element.Encapsulated encapsulated) {
      decoder.decode(Frames.bytes(encapsulated, frame, format.frames()), format, into);
    }
    for (int n = 0; n < into.length; n++) {
      into[n] = format.value(into[n]);
    }
  }

  private void readPlain(ByteBuffer bytes, int frame, int[] into) {
    int at = frame * into.length * format.bytes();
    switch (format.bytes()) {
      case 1 -> {
        for (int n = 0; n < into.length; n++) {
          into[n] = bytes.get(at + n) & 0xff;
        }
      }
      case 2 -> {
        for (int n = 0; n < into.length; n++) {
          into[n] = bytes.getShort(at + 2 * n) & 0xffff;
        }
      }
      default -> {
        for (int n = 0; n < into.length; n++) {
          into[n] = bytes.getInt(at + 4 * n);
        }
      }
    }
  }

  static DicomException corrupt(String sentence, Throwable cause) {
    return new DicomException(Problem.CORRUPT_PIXELS, Tag.name(Tag.PIXEL_DATA), sentence, cause);
  }
}
