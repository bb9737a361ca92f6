package dev.hybridmim.ingest.intake.association;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/**
 * PDUs over a connection. The body of one PDU at a time is held, in a buffer that is kept: what an
 * earlier call returned is overwritten by the next.
 */
final class PduChannel {
  static final int HEADER_BYTES = 6;

  /** 128 contexts with 30 syntaxes each fit twice. */
  private static final int LONGEST_ASSOCIATE = 256 << 10;

  private static final int SHORT_BODY = 4;

  private final InputStream in;
  private final OutputStream out;
  private final int longestData;
  private final byte[] header = new byte[HEADER_BYTES];
  private byte[] body = new byte[4 << 10];
  private int type;
  private int length;

  /**
   * A channel.
   *
   * @param longestData the largest P-DATA-TF that this side has announced to take, bytes
   */
  PduChannel(InputStream in, OutputStream out, int longestData) {
    this.in = in;
    this.out = out;
    this.longestData = longestData;
  }

  /**
   * Reads a whole PDU.
   *
   * @return false when the peer has closed the connection between two PDUs
   * @throws ProtocolException when type or length are not what PS3.8 or this side allows
   */
  boolean read() throws IOException {
    int got = in.readNBytes(header, 0, HEADER_BYTES);
    if (got == 0) {
      return false;
    }
    if (got < HEADER_BYTES) {
      throw new EOFException("The connection ended within a PDU's header");
    }
    type = header[0] & 0xff;
    long announced =
        (header[2] & 0xffL) << 24
            | (header[3] & 0xffL) << 16
            | (header[4] & 0xffL) << 8
            | (header[5] & 0xffL);
    checkLength(announced);
    length = (int) announced;
    readBody();
    return true;
  }

  int type() {
    return type;
  }

  int length() {
    return length;
  }

  /** The body; {@link #length} bytes of it are valid until the next read. */
  byte[] body() {
    return body;
  }

  void write(int pduType, byte[] content) throws IOException {
    writeHeader(pduType, content.length);
    out.write(content);
    out.flush();
  }

  /** Writes a P-DATA-TF with one fragment. */
  void writeData(int contextId, int control, byte[] content, int offset, int count)
      throws IOException {
    byte[] head = new byte[HEADER_BYTES + 6];
    putHeader(head, PduType.DATA, count + 6);
    putInt(head, HEADER_BYTES, count + 2);
    head[HEADER_BYTES + 4] = (byte) contextId;
    head[HEADER_BYTES + 5] = (byte) control;
    out.write(head);
    out.write(content, offset, count);
  }

  void flush() throws IOException {
    out.flush();
  }

  void writeAbort(int source, AbortReason reason) throws IOException {
    write(PduType.ABORT, new byte[] {0, 0, (byte) source, (byte) reason.code()});
  }

  void writeRejection(RejectionReason reason) throws IOException {
    write(
        PduType.ASSOCIATE_RJ,
        new byte[] {0, (byte) reason.result(), (byte) reason.source(), (byte) reason.reason()});
  }

  private void checkLength(long announced) throws ProtocolException {
    switch (type) {
      case PduType.ASSOCIATE_RQ, PduType.ASSOCIATE_AC ->
          requireAtMost(announced, LONGEST_ASSOCIATE);
      case PduType.DATA -> requireAtMost(announced, longestData);
      case PduType.ASSOCIATE_RJ, PduType.RELEASE_RQ, PduType.RELEASE_RP, PduType.ABORT -> {
        if (announced != SHORT_BODY) {
          throw wrongLength(announced);
        }
      }
      default ->
          throw new ProtocolException(
              AbortReason.UNRECOGNISED_PDU, "There is no PDU of type " + type);
    }
  }

  private void requireAtMost(long announced, int most) throws ProtocolException {
    if (announced > most) {
      throw wrongLength(announced);
    }
  }

  private ProtocolException wrongLength(long announced) {
    return new ProtocolException(
        AbortReason.INVALID_PARAMETER_VALUE,
        "A PDU of type " + type + " announces " + announced + " bytes");
  }

  private void readBody() throws IOException {
    // What is announced is allocated only as far as it arrives.
    int done = 0;
    while (done < length) {
      if (done == body.length) {
        body = java.util.Arrays.copyOf(body, Math.min(body.length * 4, bound()));
      }
      int got = in.readNBytes(body, done, Math.min(body.length, length) - done);
      if (got == 0) {
        throw new EOFException("The connection ended within a PDU");
      }
      done += got;
    }
  }

  private int bound() {
    return Math.max(LONGEST_ASSOCIATE, longestData);
  }

  private void writeHeader(int pduType, int count) throws IOException {
    byte[] head = new byte[HEADER_BYTES];
    putHeader(head, pduType, count);
    out.write(head);
  }

  private static void putHeader(byte[] head, int pduType, int count) {
    head[0] = (byte) pduType;
    putInt(head, 2, count);
  }

  private static void putInt(byte[] target, int offset, int value) {
    target[offset] = (byte) (value >>> 24);
    target[offset + 1] = (byte) (value >>> 16);
    target[offset + 2] = (byte) (value >>> 8);
    target[offset + 3] = (byte) value;
  }
}
