package dev.hybridmim.ingest.dicom.pixel;

import dev.hybridmim.ingest.dicom.DataSet;
import dev.hybridmim.ingest.dicom.DicomException;
import dev.hybridmim.ingest.dicom.DicomException.Problem;
import dev.hybridmim.ingest.dicom.Tag;

/**
 * How the pixels of an object are stored (PS3.3 C.7.6.3), checked.
 *
 * @param rows lines of a frame
 * @param columns pixels of a line
 * @param frames 1 for a single-frame object
 * @param bitsAllocated 8, 16 or 32
 * @param bitsStored how many of them are the value
 * @param highBit the value's most significant bit
 * @param signed two's complement
 */
public record PixelFormat(
    int rows,
    int columns,
    int frames,
    int bitsAllocated,
    int bitsStored,
    int highBit,
    boolean signed) {
  private static final int MAX_FRAMES = 1 << 20;

  /**
   * The format of an object.
   *
   * @throws DicomException when an attribute is missing or can't be true, or for colour
   */
  public static PixelFormat of(DataSet dataSet) throws DicomException {
    int samples = dataSet.integer(Tag.SAMPLES_PER_PIXEL).orElse(1);
    String interpretation = dataSet.text(Tag.PHOTOMETRIC_INTERPRETATION).orElse("MONOCHROME2");
    if (samples != 1 || !interpretation.startsWith("MONOCHROME")) {
      throw new DicomException(
          Problem.COLOUR, Tag.name(Tag.PHOTOMETRIC_INTERPRETATION), "Pixels have colours");
    }
    int allocated = within(dataSet, Tag.BITS_ALLOCATED, 1, 64);
    if (allocated != 8 && allocated != 16 && allocated != 32) {
      throw new DicomException(
          Problem.UNSUPPORTED_PIXELS,
          Tag.name(Tag.BITS_ALLOCATED),
          "Pixels of " + allocated + " bits can't be read");
    }
    int stored = within(dataSet, Tag.BITS_STORED, 1, allocated);
    int highBit =
        dataSet.hasValue(Tag.HIGH_BIT)
            ? within(dataSet, Tag.HIGH_BIT, stored - 1, allocated - 1)
            : stored - 1;
    int frames =
        dataSet.hasValue(Tag.NUMBER_OF_FRAMES)
            ? within(dataSet, Tag.NUMBER_OF_FRAMES, 1, MAX_FRAMES)
            : 1;
    return new PixelFormat(
        within(dataSet, Tag.ROWS, 1, 0xffff),
        within(dataSet, Tag.COLUMNS, 1, 0xffff),
        frames,
        allocated,
        stored,
        highBit,
        within(dataSet, Tag.PIXEL_REPRESENTATION, 0, 1) == 1);
  }

  /** Pixels of a frame. */
  public long framePixels() {
    return (long) rows * columns;
  }

  /** Bytes of a pixel that is not compressed. */
  public int bytes() {
    return bitsAllocated / Byte.SIZE;
  }

  /** The number that stands in a pixel's bits. */
  int value(int bits) {
    int aligned = bits << (Integer.SIZE - 1 - highBit);
    int unused = Integer.SIZE - bitsStored;
    return signed ? aligned >> unused : aligned >>> unused;
  }

  private static int within(DataSet dataSet, int tag, int least, int most) throws DicomException {
    int value =
        dataSet
            .integer(tag)
            .orElseThrow(
                () ->
                    new DicomException(
                        Problem.MISSING_ATTRIBUTE, Tag.name(tag), "An attribute is missing"));
    if (value < least || value > most) {
      throw new DicomException(
          Problem.INVALID_VALUE,
          Tag.name(tag),
          "%d stands where %d to %d are possible".formatted(value, least, most));
    }
    return value;
  }
}
