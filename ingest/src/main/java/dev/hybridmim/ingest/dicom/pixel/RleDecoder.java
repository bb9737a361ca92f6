package dev.hybridmim.ingest.dicom.pixel;

import dev.hybridmim.ingest.dicom.DicomException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * RLE Lossless (PS3.5 annex G): one segment for each byte of a pixel, the most significant first,
 * each packed as in TIFF's PackBits.
 */
final class RleDecoder implements FrameDecoder {
  private static final int HEADER_BYTES = 64;
  private static final int NOTHING = -128;

  @Override
  public void decode(byte[] frame, PixelFormat format, int[] into) throws DicomException {
    if (frame.length < HEADER_BYTES) {
      throw PixelReader.corrupt("An RLE frame is shorter than its header", null);
    }
    ByteBuffer header = ByteBuffer.wrap(frame).order(ByteOrder.LITTLE_ENDIAN);
    int segments = header.getInt(0);
    if (segments != format.bytes()) {
      throw PixelReader.corrupt(
          "An RLE frame has %d segments for pixels of %d bytes"
              .formatted(segments & 0xffffffffL, format.bytes()),
          null);
    }
    Arrays.fill(into, 0);
    for (int segment = 0; segment < segments; segment++) {
      long begin = header.getInt(4 + 4 * segment) & 0xffffffffL;
      long end =
          segment + 1 < segments ? header.getInt(8 + 4 * segment) & 0xffffffffL : frame.length;
      if (begin < HEADER_BYTES || begin > end || end > frame.length) {
        throw PixelReader.corrupt("An RLE segment lies outside its frame", null);
      }
      unpack(frame, (int) begin, (int) end, 8 * (segments - 1 - segment), into);
    }
  }

  private static void unpack(byte[] from, int begin, int end, int shift, int[] into)
      throws DicomException {
    int at = begin;
    int pixel = 0;
    while (pixel < into.length) {
      if (at >= end) {
        throw PixelReader.corrupt("An RLE segment ends before its last pixel", null);
      }
      int control = from[at++];
      if (control >= 0) {
        int count = control + 1;
        if (count > end - at || count > into.length - pixel) {
          throw PixelReader.corrupt("An RLE run is longer than its segment or frame", null);
        }
        for (int n = 0; n < count; n++) {
          into[pixel++] |= (from[at++] & 0xff) << shift;
        }
      } else if (control != NOTHING) {
        int count = 1 - control;
        if (at >= end || count > into.length - pixel) {
          throw PixelReader.corrupt("An RLE run is longer than its segment or frame", null);
        }
        int bits = (from[at++] & 0xff) << shift;
        for (int n = 0; n < count; n++) {
          into[pixel++] |= bits;
        }
      }
    }
  }
}
