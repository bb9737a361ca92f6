package dev.hybridmim.ingest.dicom.pixel;

import dev.hybridmim.ingest.dicom.DicomException;

/** The bits of a JPEG-LS scan: a byte behind FF has seven (T.87 annex A.1). */
final class JpegLsBits {
  private static final int FULL = 56;

  private final byte[] stream;
  private int position;
  private boolean afterMarkerByte;
  private long window;
  private int count;

  JpegLsBits(byte[] stream, int begin) {
    this.stream = stream;
    this.position = begin;
  }

  /** The next bits as a number, at most 32. */
  int read(int bits) throws DicomException {
    if (bits == 0) {
      return 0;
    }
    if (count < bits) {
      fill();
      if (count < bits) {
        throw PixelReader.corrupt("A JPEG-LS frame breaks off", null);
      }
    }
    int value = (int) (window >>> (Long.SIZE - bits));
    window <<= bits;
    count -= bits;
    return value;
  }

  /**
   * How many zeros stand before the next one, which is read too.
   *
   * @param most more than these are corrupt
   */
  int zeros(int most) throws DicomException {
    int zeros = 0;
    while (true) {
      if (count == 0) {
        fill();
        if (count == 0) {
          throw PixelReader.corrupt("A JPEG-LS frame breaks off", null);
        }
      }
      int run = Math.min(count, Long.numberOfLeadingZeros(window));
      zeros += run;
      if (zeros > most) {
        throw PixelReader.corrupt("A JPEG-LS frame has an impossible code", null);
      }
      if (run < count) {
        window = window << run << 1;
        count -= run + 1;
        return zeros;
      }
      window = 0;
      count = 0;
    }
  }

  private void fill() {
    while (count <= FULL - Byte.SIZE && position < stream.length) {
      int next = stream[position] & 0xff;
      if (afterMarkerByte && next >= 0x80) {
        // A marker: the scan is over.
        return;
      }
      int bits = afterMarkerByte ? 7 : 8;
      window |= (long) next << (Long.SIZE - count - bits);
      count += bits;
      afterMarkerByte = next == 0xff;
      position++;
    }
  }
}
