package dev.hybridmim.ingest.dicom;

import dev.hybridmim.ingest.dicom.DicomException.Problem;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;

/**
 * Writes DICOM objects: files of PS3.10, and bare data sets.
 *
 * <p>Sequences and items are written with undefined length, in one pass; a value of odd length gets
 * its padding byte. Compressed fragments are written as they are: pixels are never encoded here, so
 * an object with fragments needs an encapsulated transfer syntax and one without needs another.
 *
 * <pre>{@code
 * byte[] file = DicomWriter.file(dataSet, TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN);
 * }</pre>
 */
public final class DicomWriter {
  /** Derived from a UUID (PS3.5 annex B.2): what wrote the file. */
  public static final String IMPLEMENTATION_CLASS_UID =
      "2.25.152997047278691176934197210501208398907";

  /** At most 16 characters. */
  public static final String IMPLEMENTATION_VERSION_NAME = "HYBRIDMIM_0_1";

  private static final int PREAMBLE_BYTES = 128;
  private static final byte[] MARK = {'D', 'I', 'C', 'M'};
  private static final int MOST_SHORT_LENGTH = 0xfffe;
  private static final int UNDEFINED = -1;
  private static final int LONGEST_HEADER = 12;
  private static final int ROOM_FOR_SMALL_THINGS = 4 << 10;

  private DicomWriter() {}

  /**
   * A file: preamble, file meta information made from the data set, the data set.
   *
   * @throws DicomException when SOP class or instance are missing, or the pixels do not suit the
   *     transfer syntax
   */
  public static byte[] file(DataSet dataSet, TransferSyntax syntax) throws DicomException {
    ByteArrayOutputStream file = new ByteArrayOutputStream(roughSize(dataSet));
    try {
      write(dataSet, syntax, file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return file.toByteArray();
  }

  /** Writes a file, see {@link #file}; the stream stays open. */
  public static void write(DataSet dataSet, TransferSyntax syntax, OutputStream to)
      throws DicomException, IOException {
    requireMatchingPixels(dataSet, syntax);
    to.write(new byte[PREAMBLE_BYTES]);
    to.write(MARK);
    to.write(meta(dataSet, syntax));
    writeDataSet(dataSet, syntax, to);
  }

  /**
   * A data set without anything around it, as it goes over an association.
   *
   * @throws DicomException when the pixels do not suit the transfer syntax
   */
  public static byte[] dataSet(DataSet dataSet, TransferSyntax syntax) throws DicomException {
    requireMatchingPixels(dataSet, syntax);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(roughSize(dataSet));
    try {
      writeDataSet(dataSet, syntax, bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  /** Room for most objects, so that their pixels are not copied while a buffer grows. */
  private static int roughSize(DataSet dataSet) {
    long size = ROOM_FOR_SMALL_THINGS;
    for (Element element : dataSet) {
      if (element instanceof Element.Value value) {
        size += LONGEST_HEADER + value.length();
      } else if (element instanceof Element.Encapsulated pixels) {
        for (int n = 0; n < pixels.fragmentCount(); n++) {
          size += LONGEST_HEADER + pixels.fragment(n).remaining();
        }
      }
    }
    return (int) Math.min(size, Integer.MAX_VALUE / 2);
  }

  private static void requireMatchingPixels(DataSet dataSet, TransferSyntax syntax)
      throws DicomException {
    boolean fragments = dataSet.find(Tag.PIXEL_DATA).orElse(null) instanceof Element.Encapsulated;
    if (dataSet.hasValue(Tag.PIXEL_DATA) && fragments != syntax.encapsulated()) {
      throw new DicomException(
          Problem.UNSUPPORTED_TRANSFER_SYNTAX,
          Tag.name(Tag.PIXEL_DATA),
          "%s pixels can't be written as %s"
              .formatted(fragments ? "Compressed" : "Plain", syntax.name()));
    }
  }

  private static byte[] meta(DataSet dataSet, TransferSyntax syntax)
      throws DicomException, IOException {
    DataSet meta =
        DataSet.of(
            Element.bytes(Tag.FILE_META_VERSION, Vr.OB, (byte) 0, (byte) 1),
            uid(Tag.MEDIA_STORAGE_SOP_CLASS_UID, dataSet, Tag.SOP_CLASS_UID),
            uid(Tag.MEDIA_STORAGE_SOP_INSTANCE_UID, dataSet, Tag.SOP_INSTANCE_UID),
            Element.text(Tag.TRANSFER_SYNTAX_UID, Vr.UI, syntax.uid()),
            Element.text(Tag.IMPLEMENTATION_CLASS_UID, Vr.UI, IMPLEMENTATION_CLASS_UID),
            Element.text(Tag.IMPLEMENTATION_VERSION_NAME, Vr.SH, IMPLEMENTATION_VERSION_NAME));
    ByteArrayOutputStream group = new ByteArrayOutputStream();
    writeElements(meta, TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN, group);
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    writeElements(
        DataSet.of(Element.ints(Tag.FILE_META_GROUP_LENGTH, Vr.UL, group.size())),
        TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN,
        all);
    group.writeTo(all);
    return all.toByteArray();
  }

  private static Element uid(int metaTag, DataSet dataSet, int tag) throws DicomException {
    String uid =
        dataSet
            .text(tag)
            .orElseThrow(
                () ->
                    new DicomException(
                        Problem.MISSING_ATTRIBUTE,
                        Tag.name(tag),
                        "A file needs an attribute that is missing"));
    if (!StandardCharsets.US_ASCII.newEncoder().canEncode(uid)) {
      throw new DicomException(Problem.INVALID_VALUE, Tag.name(tag), "No UID stands");
    }
    return Element.text(metaTag, Vr.UI, uid);
  }

  private static void writeDataSet(DataSet dataSet, TransferSyntax syntax, OutputStream to)
      throws IOException {
    if (!syntax.deflated()) {
      OutputStream buffered = new BufferedOutputStream(to);
      writeElements(dataSet, syntax, buffered);
      buffered.flush();
      return;
    }
    Deflater deflater = new Deflater(Deflater.DEFAULT_COMPRESSION, true);
    try {
      CountingOutputStream counting = new CountingOutputStream(to);
      DeflaterOutputStream deflating = new DeflaterOutputStream(counting, deflater);
      OutputStream buffered = new BufferedOutputStream(deflating);
      writeElements(dataSet, syntax, buffered);
      buffered.flush();
      deflating.finish();
      if (counting.odd) {
        to.write(0);
      }
    } finally {
      deflater.end();
    }
  }

  private static void writeElements(DataSet dataSet, TransferSyntax syntax, OutputStream to)
      throws IOException {
    Numbers numbers = new Numbers(to, syntax.bigEndian());
    for (Element element : dataSet) {
      if (element instanceof Element.Value value) {
        writeValue(value, syntax, numbers);
      } else if (element instanceof Element.Sequence sequence) {
        writeSequence(sequence, syntax, numbers);
      } else if (element instanceof Element.Encapsulated encapsulated) {
        writeFragments(encapsulated, syntax, numbers);
      }
    }
  }

  private static void writeValue(Element.Value value, TransferSyntax syntax, Numbers to)
      throws IOException {
    int length = value.length();
    int even = length + (length & 1);
    Vr vr = value.vr();
    boolean tooLong = syntax.explicitVr() && !vr.hasLongLength() && even > MOST_SHORT_LENGTH;
    // What the short form can't hold is written as unknown, little-endian (PS3.5 6.2.2).
    Vr written = tooLong ? Vr.UN : vr;
    writeHeader(value.tag(), written, even, syntax, to);
    to.bytes(value.bytes(), written.width());
    if (even > length) {
      to.out.write(vr.padding());
    }
  }

  private static void writeSequence(Element.Sequence sequence, TransferSyntax syntax, Numbers to)
      throws IOException {
    writeHeader(sequence.tag(), Vr.SQ, UNDEFINED, syntax, to);
    for (DataSet item : sequence.items()) {
      to.tag(Tag.ITEM);
      to.int32(UNDEFINED);
      writeElements(item, syntax, to.out);
      to.tag(Tag.ITEM_DELIMITATION);
      to.int32(0);
    }
    to.tag(Tag.SEQUENCE_DELIMITATION);
    to.int32(0);
  }

  private static void writeFragments(Element.Encapsulated pixels, TransferSyntax syntax, Numbers to)
      throws IOException {
    writeHeader(pixels.tag(), pixels.vr(), UNDEFINED, syntax, to);
    writeFragment(pixels.offsetTable(), to);
    for (int n = 0; n < pixels.fragmentCount(); n++) {
      writeFragment(pixels.fragment(n), to);
    }
    to.tag(Tag.SEQUENCE_DELIMITATION);
    to.int32(0);
  }

  private static void writeFragment(ByteBuffer fragment, Numbers to) throws IOException {
    int length = fragment.remaining();
    to.tag(Tag.ITEM);
    to.int32(length + (length & 1));
    to.bytes(fragment, 1);
    if ((length & 1) == 1) {
      to.out.write(0);
    }
  }

  private static void writeHeader(int tag, Vr vr, int length, TransferSyntax syntax, Numbers to)
      throws IOException {
    to.tag(tag);
    if (!syntax.explicitVr()) {
      to.int32(length);
      return;
    }
    to.out.write(vr.name().charAt(0));
    to.out.write(vr.name().charAt(1));
    if (vr.hasLongLength()) {
      to.int16(0);
      to.int32(length);
    } else {
      to.int16(length);
    }
  }

  /** Numbers in a byte order. */
  private record Numbers(OutputStream out, boolean bigEndian) {
    private static final int BLOCK_BYTES = 8 << 10;

    void tag(int tag) throws IOException {
      int16(tag >>> 16);
      int16(tag);
    }

    void int16(int value) throws IOException {
      out.write(bigEndian ? value >>> 8 : value);
      out.write(bigEndian ? value : value >>> 8);
    }

    void int32(int value) throws IOException {
      int16(bigEndian ? value >>> 16 : value);
      int16(bigEndian ? value : value >>> 16);
    }

    /** Little-endian numbers of a width. */
    void bytes(ByteBuffer value, int width) throws IOException {
      byte[] block = new byte[Math.min(BLOCK_BYTES, value.remaining())];
      while (value.hasRemaining()) {
        int count = Math.min(block.length, value.remaining());
        value.get(block, 0, count);
        if (bigEndian && width > 1) {
          turn(block, count, width);
        }
        out.write(block, 0, count);
      }
    }

    private static void turn(byte[] block, int count, int width) {
      for (int begin = 0; begin + width <= count; begin += width) {
        for (int low = begin, high = begin + width - 1; low < high; low++, high--) {
          byte value = block[low];
          block[low] = block[high];
          block[high] = value;
        }
      }
    }
  }

  /** Knows whether an odd number of bytes went through. */
  private static final class CountingOutputStream extends FilterOutputStream {
    private boolean odd;

    CountingOutputStream(OutputStream out) {
      super(out);
    }

    @Override
    public void write(int value) throws IOException {
      out.write(value);
      odd = !odd;
    }

    @Override
    public void write(byte[] from, int offset, int length) throws IOException {
      out.write(from, offset, length);
      odd ^= (length & 1) == 1;
    }
  }
}
