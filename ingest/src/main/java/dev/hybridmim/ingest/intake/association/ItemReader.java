package dev.hybridmim.ingest.intake.association;

import java.nio.charset.StandardCharsets;

/** Reads big-endian fields and items of a PDU that is wholly in memory; never past its end. */
final class ItemReader {
  private final byte[] bytes;
  private final int end;
  private int position;

  ItemReader(byte[] bytes, int offset, int length) {
    this.bytes = bytes;
    this.position = offset;
    this.end = offset + length;
  }

  boolean hasMore() {
    return position < end;
  }

  int remaining() {
    return end - position;
  }

  int unsignedByte() throws ProtocolException {
    require(1);
    return bytes[position++] & 0xff;
  }

  int unsignedShort() throws ProtocolException {
    require(2);
    int value = (bytes[position] & 0xff) << 8 | (bytes[position + 1] & 0xff);
    position += 2;
    return value;
  }

  long unsignedInt() throws ProtocolException {
    return (long) unsignedShort() << 16 | unsignedShort();
  }

  void skip(int length) throws ProtocolException {
    require(length);
    position += length;
  }

  /** Text without the spaces and zeros that pad it. */
  String text(int length) throws ProtocolException {
    require(length);
    int last = position + length;
    int start = position;
    position = last;
    while (last > start && isPadding(bytes[last - 1])) {
      last--;
    }
    while (start < last && bytes[start] == ' ') {
      start++;
    }
    return new String(bytes, start, last - start, StandardCharsets.ISO_8859_1);
  }

  /** A well-formed unique identifier. */
  String uid(int length) throws ProtocolException {
    String uid = text(length);
    if (!Uids.isWellFormed(uid)) {
      throw new ProtocolException(
          AbortReason.INVALID_PARAMETER_VALUE, "A unique identifier is malformed");
    }
    return uid;
  }

  /** The next {@code length} bytes as a reader of their own. */
  ItemReader part(int length) throws ProtocolException {
    require(length);
    ItemReader part = new ItemReader(bytes, position, length);
    position += length;
    return part;
  }

  private void require(int length) throws ProtocolException {
    if (length > remaining()) {
      throw new ProtocolException(
          AbortReason.INVALID_PARAMETER_VALUE,
          "A field of " + length + " bytes goes beyond its item, which has " + remaining());
    }
  }

  private static boolean isPadding(byte character) {
    return character == ' ' || character == 0;
  }
}
