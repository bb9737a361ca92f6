package dev.hybridmim.ingest.dicom;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

/**
 * A data element: a tag, a value representation and a value. Elements are immutable.
 *
 * <p>Numbers are little-endian here whatever the byte order of the file was; reader and writer
 * swap. The bytes of a value may be a view of the object that was read, which they then keep in
 * memory.
 */
public sealed interface Element {
  /** Group and element. */
  int tag();

  /** Value representation. */
  Vr vr();

  /** Whether there is no value: no bytes, no items, no fragments. */
  boolean isEmpty();

  /** An element whose value is bytes: text, numbers or anything else. */
  static Value bytes(int tag, Vr vr, byte... value) {
    return new Value(tag, vr, ByteBuffer.wrap(value.clone()));
  }

  /**
   * An element of ASCII text; several values are separated by backslashes, and what is odd is
   * padded.
   *
   * @throws IllegalArgumentException when a value is not ASCII
   */
  static Value text(int tag, Vr vr, String... values) {
    String joined = String.join("\\", values);
    if (!vr.isText()) {
      throw new IllegalArgumentException(Tag.text(tag) + " of " + vr + " holds no text");
    }
    if (!StandardCharsets.US_ASCII.newEncoder().canEncode(joined)) {
      throw new IllegalArgumentException("The text of " + Tag.text(tag) + " is not ASCII");
    }
    String even = joined.length() % 2 == 0 ? joined : joined + (char) vr.padding();
    return new Value(tag, vr, ByteBuffer.wrap(even.getBytes(StandardCharsets.US_ASCII)));
  }

  /** An element of 16-bit numbers, {@code US} or {@code SS}. */
  static Value shorts(int tag, Vr vr, int... values) {
    ByteBuffer bytes = ByteBuffer.allocate(2 * values.length).order(ByteOrder.LITTLE_ENDIAN);
    for (int value : values) {
      bytes.putShort((short) value);
    }
    return new Value(tag, vr, bytes.flip());
  }

  /** An element of 32-bit numbers, {@code UL} or {@code SL}. */
  static Value ints(int tag, Vr vr, int... values) {
    ByteBuffer bytes = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
    for (int value : values) {
      bytes.putInt(value);
    }
    return new Value(tag, vr, bytes.flip());
  }

  /** An element of 64-bit floats. */
  static Value doubles(int tag, double... values) {
    ByteBuffer bytes = ByteBuffer.allocate(8 * values.length).order(ByteOrder.LITTLE_ENDIAN);
    for (double value : values) {
      bytes.putDouble(value);
    }
    return new Value(tag, Vr.FD, bytes.flip());
  }

  /** A sequence. */
  static Sequence sequence(int tag, List<DataSet> items) {
    return new Sequence(tag, items);
  }

  /** A value of bytes. */
  final class Value implements Element {
    private final int tag;
    private final Vr vr;
    private final ByteBuffer bytes;

    /** A view of the remaining bytes, which nobody changes afterwards. */
    Value(int tag, Vr vr, ByteBuffer bytes) {
      if (vr.isSequence()) {
        throw new IllegalArgumentException("A sequence holds items and not bytes");
      }
      this.tag = tag;
      this.vr = Objects.requireNonNull(vr, "vr");
      this.bytes = bytes.slice().order(ByteOrder.LITTLE_ENDIAN);
    }

    @Override
    public int tag() {
      return tag;
    }

    @Override
    public Vr vr() {
      return vr;
    }

    @Override
    public boolean isEmpty() {
      return length() == 0;
    }

    /** Bytes of the value, with the byte that may make it even. */
    public int length() {
      return bytes.limit();
    }

    /** The value, little-endian, read-only, from its first byte. */
    public ByteBuffer bytes() {
      return bytes.asReadOnlyBuffer().order(ByteOrder.LITTLE_ENDIAN);
    }

    /** A copy of the value. */
    public byte[] toArray() {
      byte[] copy = new byte[length()];
      bytes.get(0, copy);
      return copy;
    }

    /** The same bytes as another representation: for values that had none ({@code UN}). */
    public Value as(Vr other) {
      return other == vr ? this : new Value(tag, other, bytes);
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Value that
          && tag == that.tag
          && vr == that.vr
          && bytes.equals(that.bytes);
    }

    @Override
    public int hashCode() {
      return Objects.hash(tag, vr, bytes);
    }

    @Override
    public String toString() {
      return "%s %s [%d bytes]".formatted(Tag.name(tag), vr, length());
    }
  }

  /** Items, data sets themselves. */
  record Sequence(int tag, List<DataSet> items) implements Element {
    public Sequence {
      items = List.copyOf(items);
    }

    @Override
    public Vr vr() {
      return Vr.SQ;
    }

    @Override
    public boolean isEmpty() {
      return items.isEmpty();
    }

    @Override
    public String toString() {
      return "%s SQ [%d items]".formatted(Tag.name(tag), items.size());
    }
  }

  /**
   * Compressed pixel data (PS3.5 annex A.4): an offset table, which may be empty, and fragments.
   */
  final class Encapsulated implements Element {
    private final int tag;
    private final Vr vr;
    private final ByteBuffer offsetTable;
    private final List<ByteBuffer> fragments;

    /**
     * Fragments, kept as views.
     *
     * @param offsetTable the first item: 32-bit little-endian offsets of the frames, or nothing
     */
    public Encapsulated(int tag, Vr vr, ByteBuffer offsetTable, List<ByteBuffer> fragments) {
      this.tag = tag;
      this.vr = Objects.requireNonNull(vr, "vr");
      this.offsetTable = offsetTable.slice().order(ByteOrder.LITTLE_ENDIAN);
      this.fragments = fragments.stream().map(ByteBuffer::slice).toList();
    }

    @Override
    public int tag() {
      return tag;
    }

    @Override
    public Vr vr() {
      return vr;
    }

    @Override
    public boolean isEmpty() {
      return fragments.isEmpty();
    }

    /** The basic offset table, little-endian, read-only; empty when the file gives none. */
    public ByteBuffer offsetTable() {
      return offsetTable.asReadOnlyBuffer().order(ByteOrder.LITTLE_ENDIAN);
    }

    /** How many fragments there are. */
    public int fragmentCount() {
      return fragments.size();
    }

    /** Bytes of a fragment, read-only, from its first byte. */
    public ByteBuffer fragment(int number) {
      return fragments.get(number).asReadOnlyBuffer();
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Encapsulated that
          && tag == that.tag
          && vr == that.vr
          && offsetTable.equals(that.offsetTable)
          && fragments.equals(that.fragments);
    }

    @Override
    public int hashCode() {
      return Objects.hash(tag, vr, offsetTable, fragments);
    }

    @Override
    public String toString() {
      return "%s %s [%d fragments]".formatted(Tag.name(tag), vr, fragments.size());
    }
  }
}
