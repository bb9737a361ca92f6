package dev.hybridmim.ingest.dicom;

import dev.hybridmim.ingest.dicom.DicomException.Problem;
import java.io.ByteArrayOutputStream;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * Reads DICOM objects: files of PS3.10, and bare data sets whose transfer syntax is known from
 * elsewhere (an association, a multipart message).
 *
 * <p>Nothing in the object is believed: each length is compared with what is left of whatever it
 * lies in, depth and number of elements and inflated size with the limits. The result's values are
 * views of the given bytes (copies where the byte order had to be turned), so that reading takes
 * about 120 bytes for each element and no second copy of the pixels. The bytes must not change
 * afterwards.
 *
 * <pre>{@code
 * DicomFile file = DicomReader.read(bytes, DicomLimits.DEFAULT);
 * DataSet dataSet = DicomReader.read(bytes, TransferSyntax.of(uid), DicomLimits.DEFAULT);
 * }</pre>
 */
public final class DicomReader {
  private static final int PREAMBLE_BYTES = 128;
  private static final byte[] MARK = {'D', 'I', 'C', 'M'};
  private static final byte[] META_WITHOUT_PREAMBLE = {2, 0, 0, 0, 'U', 'L', 4, 0};
  private static final int META_GROUP = 2;
  private static final int INFLATE_BYTES = 64 << 10;

  private DicomReader() {}

  /**
   * Whether a file begins like one of DICOM: by the mark behind the preamble, or by file meta
   * information without one.
   *
   * @param beginning the first 132 bytes or more
   */
  public static boolean isDicom(byte[] beginning) {
    return metaBegin(beginning) >= 0;
  }

  /**
   * Reads a file.
   *
   * @throws DicomException when it is none, breaks off, contradicts itself or exceeds the limits
   */
  public static DicomFile read(byte[] file, DicomLimits limits) throws DicomException {
    return read(file, limits, false);
  }

  /**
   * Reads a file up to its pixels, which need not be there: the beginning of a file suffices.
   *
   * @throws DicomException {@link Problem#TRUNCATED} when more of the beginning is needed
   */
  public static DicomFile readHeader(byte[] beginning, DicomLimits limits) throws DicomException {
    return read(beginning, limits, true);
  }

  /**
   * Reads a bare data set.
   *
   * @throws DicomException when it breaks off, contradicts itself or exceeds the limits
   */
  public static DataSet read(byte[] dataSet, TransferSyntax syntax, DicomLimits limits)
      throws DicomException {
    return dataSet(dataSet, 0, syntax, limits, false);
  }

  private static DicomFile read(byte[] file, DicomLimits limits, boolean header)
      throws DicomException {
    int begin = metaBegin(file);
    if (begin < 0) {
      throw new DicomException(
          Problem.NOT_DICOM, "", "The object does not begin like a DICOM file");
    }
    if (file.length > limits.maxBytes()) {
      throw beyond(limits);
    }
    DataSetParser parser =
        new DataSetParser(
            file, begin, file.length, TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN, limits);
    DataSet meta = parser.readGroup(META_GROUP);
    String uid =
        meta.text(Tag.TRANSFER_SYNTAX_UID)
            .orElseThrow(
                () ->
                    new DicomException(
                        Problem.MISSING_ATTRIBUTE,
                        Tag.name(Tag.TRANSFER_SYNTAX_UID),
                        "The transfer syntax is missing"));
    TransferSyntax syntax = TransferSyntax.of(uid);
    return new DicomFile(meta, syntax, dataSet(file, parser.position(), syntax, limits, header));
  }

  private static DataSet dataSet(
      byte[] bytes, int begin, TransferSyntax syntax, DicomLimits limits, boolean header)
      throws DicomException {
    byte[] plain = syntax.deflated() ? inflate(bytes, begin, limits, header) : bytes;
    int from = syntax.deflated() ? 0 : begin;
    if (plain.length - from > limits.maxBytes()) {
      throw beyond(limits);
    }
    DataSetParser parser = new DataSetParser(plain, from, plain.length, syntax, limits);
    return header ? parser.readToPixels() : parser.readAll();
  }

  /**
   * Where the file meta information begins, or -1. Some writers leave the preamble away, and their
   * files are otherwise sound.
   */
  private static int metaBegin(byte[] file) {
    if (matches(file, PREAMBLE_BYTES, MARK)) {
      return PREAMBLE_BYTES + MARK.length;
    }
    return matches(file, 0, META_WITHOUT_PREAMBLE) ? 0 : -1;
  }

  private static boolean matches(byte[] file, int at, byte[] wanted) {
    if (file.length < at + wanted.length) {
      return false;
    }
    for (int n = 0; n < wanted.length; n++) {
      if (file[at + n] != wanted[n]) {
        return false;
      }
    }
    return true;
  }

  /** The whole data set; of a beginning as much as it holds. */
  private static byte[] inflate(byte[] bytes, int begin, DicomLimits limits, boolean header)
      throws DicomException {
    Inflater inflater = new Inflater(true);
    try {
      inflater.setInput(bytes, begin, bytes.length - begin);
      ByteArrayOutputStream plain = new ByteArrayOutputStream(2 * (bytes.length - begin) + 64);
      byte[] block = new byte[INFLATE_BYTES];
      while (!inflater.finished()) {
        int count = inflater.inflate(block);
        if (count == 0 && (inflater.needsInput() || inflater.needsDictionary())) {
          if (header) {
            break;
          }
          throw new DicomException(Problem.TRUNCATED, "", "The deflated data set breaks off");
        }
        plain.write(block, 0, count);
        if (plain.size() > limits.maxBytes()) {
          throw beyond(limits);
        }
      }
      return plain.toByteArray();
    } catch (DataFormatException e) {
      throw new DicomException(
          Problem.CORRUPT_DEFLATE, "", "The deflated data set can't be inflated", e);
    } finally {
      inflater.end();
    }
  }

  private static DicomException beyond(DicomLimits limits) {
    return new DicomException(
        Problem.BEYOND_LIMITS,
        "",
        "The object has more bytes than the " + limits.maxBytes() + " that fit");
  }
}
