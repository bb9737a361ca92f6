package dev.hybridmim.ingest.intake.web;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * Reads the parts of a multipart message (RFC 2046) as a stream. Memory: one block, whatever the
 * parts hold. For one thread.
 */
final class MultipartReader {
  private static final int BLOCK = 64 << 10;
  private static final int LONGEST_LINE = 8 << 10;
  private static final int MOST_HEADERS = 32;

  private final InputStream in;
  private final byte[] delimiter;
  private byte[] block = new byte[BLOCK];
  private int begin;
  private int end;
  private boolean over;

  /** A reader of a body whose parts are separated by a boundary. */
  MultipartReader(InputStream in, String boundary) {
    this.in = in;
    this.delimiter = ("\r\n--" + boundary).getBytes(StandardCharsets.ISO_8859_1);
    // The first boundary stands at the very beginning, without the line end that precedes others.
    block[0] = '\r';
    block[1] = '\n';
    this.end = 2;
  }

  /** Takes the bytes of a part. */
  interface Sink {
    void write(byte[] bytes, int offset, int length) throws IOException;
  }

  /**
   * Moves to the next part.
   *
   * @return its headers, names in lower case; null behind the last part
   */
  Map<String, String> nextPart() throws IOException {
    if (over) {
      return null;
    }
    copyToDelimiter((bytes, offset, length) -> {});
    String rest = line();
    if (rest.startsWith("--")) {
      over = true;
      return null;
    }
    if (!rest.isBlank()) {
      throw new MalformedBodyException("A boundary is followed by other characters");
    }
    Map<String, String> headers = new HashMap<>();
    for (String header = line(); !header.isEmpty(); header = line()) {
      int colon = header.indexOf(':');
      if (colon < 0 || headers.size() >= MOST_HEADERS) {
        throw new MalformedBodyException("A part has a header that is none, or too many");
      }
      headers.put(
          header.substring(0, colon).strip().toLowerCase(Locale.ROOT),
          header.substring(colon + 1).strip());
    }
    return headers;
  }

  /** Reads the part's content. To be called once after each {@link #nextPart}. */
  void content(Sink sink) throws IOException {
    copy(sink, false);
  }

  private void copyToDelimiter(Sink sink) throws IOException {
    copy(sink, true);
  }

  /** Copies up to the delimiter, and over it if so wanted. */
  private void copy(Sink sink, boolean consume) throws IOException {
    while (true) {
      int found = find();
      if (found >= 0) {
        sink.write(block, begin, found - begin);
        begin = consume ? found + delimiter.length : found;
        return;
      }
      int safe = Math.max(begin, end - delimiter.length + 1);
      sink.write(block, begin, safe - begin);
      begin = safe;
      fill();
    }
  }

  private int find() {
    int last = end - delimiter.length;
    for (int at = begin; at <= last; at++) {
      if (block[at] == '\r' && matches(at)) {
        return at;
      }
    }
    return -1;
  }

  private boolean matches(int at) {
    for (int n = 1; n < delimiter.length; n++) {
      if (block[at + n] != delimiter[n]) {
        return false;
      }
    }
    return true;
  }

  private String line() throws IOException {
    int at = begin;
    while (true) {
      while (at < end) {
        if (block[at] == '\n') {
          int stop = at > begin && block[at - 1] == '\r' ? at - 1 : at;
          String line = new String(block, begin, stop - begin, StandardCharsets.ISO_8859_1);
          begin = at + 1;
          return line;
        }
        at++;
      }
      if (end - begin > LONGEST_LINE) {
        throw new MalformedBodyException("A header line of a part is too long");
      }
      int unread = at - begin;
      if (!fillOrEnd()) {
        if (over || end == begin) {
          throw new MalformedBodyException("The body breaks off in the headers of a part");
        }
        // The closing boundary may end the body without a line end.
        String line = new String(block, begin, end - begin, StandardCharsets.ISO_8859_1);
        begin = end;
        return line;
      }
      at = begin + unread;
    }
  }

  private void fill() throws IOException {
    if (!fillOrEnd()) {
      throw new MalformedBodyException("The body breaks off within a part");
    }
  }

  private boolean fillOrEnd() throws IOException {
    System.arraycopy(block, begin, block, 0, end - begin);
    end -= begin;
    begin = 0;
    int got = in.read(block, end, block.length - end);
    if (got < 0) {
      return false;
    }
    end += got;
    return true;
  }
}
