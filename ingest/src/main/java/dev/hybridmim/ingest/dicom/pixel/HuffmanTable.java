package dev.hybridmim.ingest.dicom.pixel;

import dev.hybridmim.ingest.dicom.DicomException;
import java.util.Arrays;

/** A Huffman table of lossless JPEG (T.81 annexes C and F.2.2.3): codes of up to 16 bits. */
final class HuffmanTable {
  static final int LONGEST_CODE = 16;

  private static final int MOST_SYMBOLS = 17;
  private static final int LARGEST_SYMBOL = 16;

  /** By the next 16 bits: length of the code times 32, plus the symbol; 0 for no code. */
  private final short[] entries = new short[1 << LONGEST_CODE];

  private final int size;

  private HuffmanTable(int size) {
    this.size = size;
  }

  /**
   * Reads a table.
   *
   * @param begin of the 16 numbers of codes by length
   */
  static HuffmanTable read(byte[] bytes, int begin, int end) throws DicomException {
    int symbols = 0;
    for (int length = 1; length <= LONGEST_CODE; length++) {
      symbols += bytes[begin + length - 1] & 0xff;
    }
    if (symbols < 1 || symbols > MOST_SYMBOLS || begin + LONGEST_CODE + symbols > end) {
      throw corrupt();
    }
    HuffmanTable table = new HuffmanTable(symbols);
    int symbol = begin + LONGEST_CODE;
    int next = 0;
    for (int length = 1; length <= LONGEST_CODE; length++) {
      int span = 1 << (LONGEST_CODE - length);
      for (int n = bytes[begin + length - 1] & 0xff; n > 0; n--) {
        int value = bytes[symbol++] & 0xff;
        if (value > LARGEST_SYMBOL || next + span > table.entries.length) {
          throw corrupt();
        }
        Arrays.fill(table.entries, next, next + span, (short) (length << 5 | value));
        next += span;
      }
    }
    return table;
  }

  /** How many symbols there are. */
  int size() {
    return size;
  }

  /**
   * The code at the front of 16 bits.
   *
   * @return its length times 32, plus its symbol; 0 when there is none
   */
  int entry(int bits) {
    return entries[bits];
  }

  private static DicomException corrupt() {
    return PixelReader.corrupt("A JPEG frame has a Huffman table that can't be true", null);
  }
}
