package dev.hybridmim.ingest.intake.message;

import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;

/** Bytes that come piece by piece; unlike one growing array, what came is not copied again. */
final class ByteChunks {
  private static final int SMALLEST = 4 << 10;
  private static final int LARGEST = 512 << 10;

  private final List<byte[]> full = new ArrayList<>();
  private byte[] last = new byte[SMALLEST];
  private int used;
  private int size;

  void write(byte[] bytes, int offset, int length) {
    int written = 0;
    while (written < length) {
      if (used == last.length) {
        full.add(last);
        last = new byte[Math.min(LARGEST, 2 * last.length)];
        used = 0;
      }
      int count = Math.min(length - written, last.length - used);
      System.arraycopy(bytes, offset + written, last, used, count);
      used += count;
      written += count;
    }
    size += length;
  }

  byte[] toByteArray() {
    byte[] all = new byte[size];
    int position = 0;
    for (byte[] chunk : full) {
      System.arraycopy(chunk, 0, all, position, chunk.length);
      position += chunk.length;
    }
    System.arraycopy(last, 0, all, position, used);
    return all;
  }

  void writeTo(OutputStream out) throws IOException {
    for (byte[] chunk : full) {
      out.write(chunk);
    }
    out.write(last, 0, used);
  }
}
