package dev.hybridmim.ingest.dicom.pixel;

import dev.hybridmim.ingest.dicom.DicomException;

/**
 * The sizes that a compressed stream gives itself, read before a decoder allocates anything by
 * them.
 *
 * @param precision bits of a sample
 */
record CodestreamHeader(int width, int height, int components, int precision) {
  private static final int MARKER = 0xff;
  private static final int START_OF_SCAN = 0xda;
  private static final int SIZ_BYTES = 41;

  /** Refuses a stream whose sizes are not the object's. */
  void require(PixelFormat format) throws DicomException {
    if (components != 1
        || width != format.columns()
        || height != format.rows()
        || precision < 1
        || precision > format.bitsAllocated()) {
      throw PixelReader.corrupt(
          "A compressed frame of %d x %d pixels, %d samples and %d bits stands where the header says %d x %d, 1 and %d"
              .formatted(
                  width,
                  height,
                  components,
                  precision,
                  format.columns(),
                  format.rows(),
                  format.bitsAllocated()),
          null);
    }
  }

  /**
   * Of JPEG and JPEG-LS: the frame header with one of the wanted markers.
   *
   * @param frameMarker for instance C3: lossless, sequential, Huffman
   */
  static CodestreamHeader ofJpeg(byte[] stream, int frameMarker) throws DicomException {
    if (stream.length < 4 || at(stream, 0) != MARKER || at(stream, 1) != 0xd8) {
      throw PixelReader.corrupt("A JPEG frame does not begin like one", null);
    }
    int position = 2;
    while (position + 4 <= stream.length) {
      if (at(stream, position) != MARKER) {
        throw PixelReader.corrupt("A JPEG frame has something else where a marker must be", null);
      }
      int marker = at(stream, position + 1);
      if (marker == MARKER) {
        position++;
        continue;
      }
      int length = at(stream, position + 2) << 8 | at(stream, position + 3);
      if (length < 2 || position + 2 + length > stream.length) {
        throw PixelReader.corrupt("A JPEG segment is longer than its frame", null);
      }
      if (marker == frameMarker && length >= 8) {
        return new CodestreamHeader(
            at(stream, position + 7) << 8 | at(stream, position + 8),
            at(stream, position + 5) << 8 | at(stream, position + 6),
            at(stream, position + 9),
            at(stream, position + 4));
      }
      boolean otherFrame =
          marker >= 0xc0 && marker <= 0xcf && marker != 0xc4 && marker != 0xc8 && marker != 0xcc;
      if (otherFrame || marker == 0xf7 || marker == START_OF_SCAN) {
        throw PixelReader.corrupt(
            "A JPEG frame is of another process than its transfer syntax says", null);
      }
      position += 2 + length;
    }
    throw PixelReader.corrupt("A JPEG frame has no header", null);
  }

  /** Of a JPEG 2000 codestream: its first segment, SIZ. */
  static CodestreamHeader ofJpeg2000(byte[] stream) throws DicomException {
    if (stream.length < 4 + SIZ_BYTES || int16(stream, 0) != 0xff4f || int16(stream, 2) != 0xff51) {
      throw PixelReader.corrupt("A JPEG 2000 frame does not begin like a codestream", null);
    }
    long width = int32(stream, 8) - int32(stream, 16);
    long height = int32(stream, 12) - int32(stream, 20);
    long tileWidth = int32(stream, 24);
    long tileHeight = int32(stream, 28);
    int subsampling = at(stream, 43) << 8 | at(stream, 44);
    if (width < 1 || height < 1 || width > 0xffff || height > 0xffff || subsampling != 0x0101) {
      throw PixelReader.corrupt("A JPEG 2000 frame has impossible sizes", null);
    }
    // Tiles are set up one by one: tiny ones would cost far more than their pixels.
    if (tileWidth < Math.min(width, MIN_TILE) || tileHeight < Math.min(height, MIN_TILE)) {
      throw PixelReader.corrupt("A JPEG 2000 frame has tiles that are too small", null);
    }
    return new CodestreamHeader(
        (int) width, (int) height, int16(stream, 40), (at(stream, 42) & 0x7f) + 1);
  }

  /** Whether a stream has its end marker, with padding behind it or not. */
  static boolean hasEnd(byte[] stream) {
    int last = stream.length - 1;
    while (last > 0 && stream[last] == 0) {
      last--;
    }
    return last > 0 && at(stream, last) == 0xd9 && at(stream, last - 1) == MARKER;
  }

  private static final int MIN_TILE = 16;

  private static int at(byte[] bytes, int position) {
    return bytes[position] & 0xff;
  }

  private static int int16(byte[] bytes, int position) {
    return at(bytes, position) << 8 | at(bytes, position + 1);
  }

  private static long int32(byte[] bytes, int position) {
    return (long) int16(bytes, position) << 16 | int16(bytes, position + 2);
  }
}
