package dev.hybridmim.ingest.dicom.pixel;

import dev.hybridmim.ingest.dicom.DicomException;

/** Decodes the samples of a lossless JPEG scan: differences to a prediction, modulo 2^16. */
final class JpegLosslessScan {
  private static final int MARKER = 0xff;
  private static final int FIRST_RESTART = 0xd0;
  private static final int LAST_RESTART = 0xd7;
  private static final int WINDOW_BITS = 64;
  private static final int HALF_RANGE = 1 << 15;

  private final byte[] stream;
  private final HuffmanTable table;
  private final int predictor;
  private final int pointTransform;
  private final int first;
  private final int mask;

  private int position;
  private long window;
  private int count;
  private int borrowed;

  JpegLosslessScan(
      byte[] stream, HuffmanTable table, int predictor, int precision, int pointTransform) {
    this.stream = stream;
    this.table = table;
    this.predictor = predictor;
    this.pointTransform = pointTransform;
    this.first = 1 << (precision - pointTransform - 1);
    this.mask = (1 << precision) - 1;
  }

  /**
   * Decodes all lines.
   *
   * @param begin of the coded bytes
   * @param restartInterval samples between restart markers; 0 for none
   */
  void decode(int begin, int restartInterval, int width, int height, int[] into)
      throws DicomException {
    if (restartInterval % width != 0) {
      throw PixelReader.corrupt("A JPEG restart interval is no number of lines", null);
    }
    position = begin;
    int linesToRestart = restartInterval == 0 ? Integer.MAX_VALUE : restartInterval / width;
    int linesLeft = linesToRestart;
    boolean firstLine = true;
    for (int row = 0; row < height; row++) {
      if (linesLeft == 0) {
        restart();
        linesLeft = linesToRestart;
        firstLine = true;
      }
      decodeLine(into, row * width, width, firstLine);
      firstLine = false;
      linesLeft--;
    }
    if (pointTransform > 0) {
      for (int n = 0; n < into.length; n++) {
        into[n] <<= pointTransform;
      }
    }
    for (int n = 0; n < into.length; n++) {
      into[n] &= mask;
    }
  }

  private void decodeLine(int[] into, int line, int width, boolean firstLine)
      throws DicomException {
    into[line] = sum(firstLine ? first : into[line - width], difference());
    if (firstLine) {
      for (int x = 1; x < width; x++) {
        into[line + x] = sum(into[line + x - 1], difference());
      }
      return;
    }
    int above = line - width;
    for (int x = 1; x < width; x++) {
      int a = into[line + x - 1];
      int b = into[above + x];
      int c = into[above + x - 1];
      int prediction =
          switch (predictor) {
            case 1 -> a;
            case 2 -> b;
            case 3 -> c;
            case 4 -> a + b - c;
            case 5 -> a + ((b - c) >> 1);
            case 6 -> b + ((a - c) >> 1);
            default -> (a + b) >> 1;
          };
      into[line + x] = sum(prediction, difference());
    }
  }

  private static int sum(int prediction, int difference) {
    return prediction + difference & 0xffff;
  }

  private int difference() throws DicomException {
    if (count < 2 * HuffmanTable.LONGEST_CODE) {
      fill();
    }
    int entry = table.entry((int) (window >>> (WINDOW_BITS - HuffmanTable.LONGEST_CODE)));
    if (entry == 0) {
      throw PixelReader.corrupt("A JPEG frame has an impossible code", null);
    }
    drop(entry >> 5);
    int bits = entry & 31;
    if (bits == 0) {
      return 0;
    }
    if (bits == 16) {
      // The one difference that has no bits of its own (T.81 H.1.2.2).
      return HALF_RANGE;
    }
    int value = (int) (window >>> (WINDOW_BITS - bits));
    drop(bits);
    return value < 1 << (bits - 1) ? value - (1 << bits) + 1 : value;
  }

  private void drop(int bits) throws DicomException {
    window <<= bits;
    count -= bits;
    if (count < borrowed) {
      throw PixelReader.corrupt("A JPEG frame breaks off", null);
    }
  }

  /** Whole bytes into the window; behind the last one zeros, which nobody may use. */
  private void fill() {
    while (count <= WINDOW_BITS - Byte.SIZE) {
      int next = 0;
      if (borrowed == 0 && position < stream.length) {
        next = stream[position] & 0xff;
        if (next == MARKER) {
          int following = position + 1 < stream.length ? stream[position + 1] & 0xff : MARKER;
          if (following == 0) {
            position += 2;
          } else {
            next = 0;
            borrowed += Byte.SIZE;
          }
        } else {
          position++;
        }
      } else {
        borrowed += Byte.SIZE;
      }
      window |= (long) next << (WINDOW_BITS - Byte.SIZE - count);
      count += Byte.SIZE;
    }
  }

  private void restart() throws DicomException {
    window = 0;
    count = 0;
    borrowed = 0;
    while (position + 1 < stream.length
        && (stream[position] & 0xff) == MARKER
        && (stream[position + 1] & 0xff) == MARKER) {
      position++;
    }
    int marker =
        position + 1 < stream.length && (stream[position] & 0xff) == MARKER
            ? stream[position + 1] & 0xff
            : 0;
    if (marker < FIRST_RESTART || marker > LAST_RESTART) {
      throw PixelReader.corrupt("A JPEG frame lacks a restart marker", null);
    }
    position += 2;
  }
}
