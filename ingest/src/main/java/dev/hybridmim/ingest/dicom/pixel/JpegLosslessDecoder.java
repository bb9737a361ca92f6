package dev.hybridmim.ingest.dicom.pixel;

import dev.hybridmim.ingest.dicom.DicomException;

/**
 * JPEG Lossless (ITU-T T.81 annex H, process 14: Huffman coding, any of the seven predictors, any
 * point transform, restart intervals), one component.
 *
 * <p>Written here: of the library that could be had, single pixels came out wrong in slices of a
 * scanner's series that other decoders read right.
 */
final class JpegLosslessDecoder implements FrameDecoder {
  private static final int LOSSLESS_FRAME = 0xc3;
  private static final int MARKER = 0xff;
  private static final int HUFFMAN_TABLES = 0xc4;
  private static final int START_OF_SCAN = 0xda;
  private static final int RESTART_INTERVAL = 0xdd;
  private static final int MAX_TABLES = 4;

  @Override
  public void decode(byte[] frame, PixelFormat format, int[] into) throws DicomException {
    CodestreamHeader header = CodestreamHeader.ofJpeg(frame, LOSSLESS_FRAME);
    header.require(format);
    if (header.precision() < 2 || header.precision() > 16) {
      throw PixelReader.corrupt("A JPEG frame has samples of an impossible precision", null);
    }
    if (!CodestreamHeader.hasEnd(frame)) {
      throw PixelReader.corrupt("A JPEG frame breaks off", null);
    }
    HuffmanTable[] tables = new HuffmanTable[MAX_TABLES];
    int restartInterval = 0;
    int position = 2;
    while (position + 4 <= frame.length) {
      if (at(frame, position) != MARKER) {
        throw PixelReader.corrupt("A JPEG frame has something else where a marker must be", null);
      }
      int marker = at(frame, position + 1);
      if (marker == MARKER) {
        position++;
        continue;
      }
      int length = at(frame, position + 2) << 8 | at(frame, position + 3);
      int end = position + 2 + length;
      if (length < 2 || end > frame.length) {
        throw PixelReader.corrupt("A JPEG segment is longer than its frame", null);
      }
      if (marker == HUFFMAN_TABLES) {
        readTables(frame, position + 4, end, tables);
      } else if (marker == RESTART_INTERVAL && length >= 4) {
        restartInterval = at(frame, position + 4) << 8 | at(frame, position + 5);
      } else if (marker == START_OF_SCAN) {
        scan(frame, position + 4, length, tables, header.precision())
            .decode(end, restartInterval, format.columns(), format.rows(), into);
        return;
      }
      position = end;
    }
    throw PixelReader.corrupt("A JPEG frame has no scan", null);
  }

  private static void readTables(byte[] frame, int begin, int end, HuffmanTable[] tables)
      throws DicomException {
    int position = begin;
    while (position < end) {
      int number = at(frame, position) & 0x0f;
      if (number >= MAX_TABLES || end - position < 17) {
        throw PixelReader.corrupt("A JPEG frame has a Huffman table that can't be true", null);
      }
      tables[number] = HuffmanTable.read(frame, position + 1, end);
      position += 17 + tables[number].size();
    }
  }

  private static JpegLosslessScan scan(
      byte[] frame, int content, int length, HuffmanTable[] tables, int precision)
      throws DicomException {
    if (length != 8 || at(frame, content) != 1) {
      throw PixelReader.corrupt("A JPEG scan has several components", null);
    }
    int table = at(frame, content + 2) >> 4;
    int predictor = at(frame, content + 3);
    int pointTransform = at(frame, content + 5) & 0x0f;
    if (table >= MAX_TABLES
        || tables[table] == null
        || predictor < 1
        || predictor > 7
        || pointTransform >= precision) {
      throw PixelReader.corrupt("A JPEG scan has parameters that can't be true", null);
    }
    return new JpegLosslessScan(frame, tables[table], predictor, precision, pointTransform);
  }

  private static int at(byte[] bytes, int position) {
    return bytes[position] & 0xff;
  }
}
