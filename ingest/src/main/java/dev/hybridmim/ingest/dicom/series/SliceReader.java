package dev.hybridmim.ingest.dicom.series;

import dev.hybridmim.ingest.dicom.DataSet;
import dev.hybridmim.ingest.dicom.DicomException;
import dev.hybridmim.ingest.dicom.DicomException.Problem;
import dev.hybridmim.ingest.dicom.DicomFile;
import dev.hybridmim.ingest.dicom.Tag;
import dev.hybridmim.ingest.dicom.pixel.PixelReader;
import dev.hybridmim.platform.message.Modality;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Makes slices of one object: one of a single-frame object, one for each frame of an enhanced one
 * (PS3.3 C.7.6.16: what all frames share, and what each frame has of its own).
 */
final class SliceReader {
  private static final double UNIT_TOLERANCE = 1e-2;
  private static final double LARGEST_COORDINATE = 1e6;

  private final DicomFile file;
  private final DataSet dataSet;
  private final PixelReader pixels;
  private final Modality modality;
  private final int instance;

  /**
   * For an object.
   *
   * @throws DicomException when it has no pixels that can be read
   */
  SliceReader(DicomFile file, Modality modality) throws DicomException {
    this.file = file;
    this.dataSet = file.dataSet();
    this.modality = modality;
    this.pixels = PixelReader.of(dataSet, file.syntax());
    this.instance = dataSet.integer(Tag.INSTANCE_NUMBER).orElse(0);
    if (!isEnhanced() && pixels.format().frames() != 1) {
      throw new DicomException(
          Problem.UNSUPPORTED_PIXELS,
          Tag.name(Tag.NUMBER_OF_FRAMES),
          "Several frames stand without functional groups");
    }
    if (isEnhanced() && frameGroups().size() != pixels.format().frames()) {
      throw new DicomException(
          Problem.INVALID_VALUE,
          Tag.name(Tag.PER_FRAME_FUNCTIONAL_GROUPS_SEQUENCE),
          "%d functional groups stand for %d frames"
              .formatted(frameGroups().size(), pixels.format().frames()));
    }
  }

  /** Voxels of all frames. */
  long voxels() {
    return pixels.format().framePixels() * pixels.format().frames();
  }

  /** Reads all frames. */
  List<Slice> read() throws DicomException {
    List<Slice> slices = new ArrayList<>();
    int[] stored = new int[Math.toIntExact(pixels.format().framePixels())];
    for (int frame = 0; frame < pixels.format().frames(); frame++) {
      slices.add(read(frame, stored));
    }
    return slices;
  }

  private Slice read(int frame, int[] stored) throws DicomException {
    // Geometry first: it is cheap, and what fails here need not be decoded.
    double[] position = vector(Tag.IMAGE_POSITION_PATIENT, Tag.PLANE_POSITION_SEQUENCE, frame, 3);
    double[] orientation =
        unit(vector(Tag.IMAGE_ORIENTATION_PATIENT, Tag.PLANE_ORIENTATION_SEQUENCE, frame, 6));
    double[] spacing = vector(Tag.PIXEL_SPACING, Tag.PIXEL_MEASURES_SEQUENCE, frame, 2);
    if (!(spacing[0] > 0 && spacing[1] > 0)) {
      throw invalid(Tag.PIXEL_SPACING, "A spacing is not positive");
    }
    pixels.read(frame, stored);
    return new Slice(
        instance,
        isEnhanced() ? frame + 1 : 0,
        position,
        orientation,
        spacing[0],
        spacing[1],
        thickness(frame),
        pixels.format().rows(),
        pixels.format().columns(),
        modality,
        scaled(frame, stored));
  }

  private float[] scaled(int frame, int[] stored) throws DicomException {
    if (!dataSet.items(Tag.MODALITY_LUT_SEQUENCE).isEmpty()) {
      throw new DicomException(
          Problem.UNSUPPORTED_PIXELS,
          Tag.name(Tag.MODALITY_LUT_SEQUENCE),
          "A look-up table of intensities stands");
    }
    double slope = scaling(Tag.RESCALE_SLOPE, frame, 1);
    double intercept = scaling(Tag.RESCALE_INTERCEPT, frame, 0);
    if (slope == 0) {
      throw invalid(Tag.RESCALE_SLOPE, "A slope of 0 stands");
    }
    Padding padding = padding();
    float[] values = new float[stored.length];
    boolean unsigned32 = !pixels.format().signed() && pixels.format().bitsStored() == 32;
    for (int n = 0; n < stored.length; n++) {
      long number = unsigned32 ? stored[n] & 0xffffffffL : stored[n];
      values[n] =
          number >= padding.least() && number <= padding.most()
              ? Float.NaN
              : (float) (number * slope + intercept);
    }
    return values;
  }

  private double thickness(int frame) throws DicomException {
    Optional<DataSet> holder = holder(Tag.SLICE_THICKNESS, Tag.PIXEL_MEASURES_SEQUENCE, frame);
    return holder.isEmpty() ? 0 : holder.get().number(Tag.SLICE_THICKNESS).orElse(0);
  }

  private double scaling(int tag, int frame, double absent) throws DicomException {
    Optional<DataSet> holder = holder(tag, Tag.PIXEL_VALUE_TRANSFORMATION_SEQUENCE, frame);
    return holder.isEmpty() ? absent : holder.get().number(tag).orElse(absent);
  }

  /** Stored values that stand for no measurement (PS3.3 C.7.5.1.1.2); nothing by default. */
  private record Padding(long least, long most) {
    static final Padding NONE = new Padding(1, 0);
  }

  private Padding padding() throws DicomException {
    if (!dataSet.hasValue(Tag.PIXEL_PADDING_VALUE)) {
      return Padding.NONE;
    }
    long first = stored(Tag.PIXEL_PADDING_VALUE);
    long second =
        dataSet.hasValue(Tag.PIXEL_PADDING_RANGE_LIMIT)
            ? stored(Tag.PIXEL_PADDING_RANGE_LIMIT)
            : first;
    return new Padding(Math.min(first, second), Math.max(first, second));
  }

  /** The representation says nothing: some writers give US for signed pixels and the reverse. */
  private long stored(int tag) throws DicomException {
    long number = (long) dataSet.number(tag).orElse(0);
    return pixels.format().signed() ? (short) number : number & 0xffff;
  }

  private double[] vector(int tag, int sequence, int frame, int length) throws DicomException {
    DataSet holder =
        holder(tag, sequence, frame)
            .orElseThrow(
                () ->
                    new DicomException(
                        Problem.MISSING_ATTRIBUTE,
                        Tag.name(tag),
                        "An attribute of the geometry is missing"));
    double[] numbers = holder.numbers(tag);
    if (numbers.length != length) {
      throw invalid(tag, numbers.length + " numbers stand where " + length + " must");
    }
    for (double number : numbers) {
      if (Math.abs(number) > LARGEST_COORDINATE) {
        throw invalid(tag, "A number stands that no patient reaches");
      }
    }
    return numbers;
  }

  /** Directions as units; a file gives them with few decimals. */
  private static double[] unit(double[] orientation) throws DicomException {
    double[] units = orientation.clone();
    for (int begin = 0; begin < 6; begin += 3) {
      double length =
          Math.sqrt(
              units[begin] * units[begin]
                  + units[begin + 1] * units[begin + 1]
                  + units[begin + 2] * units[begin + 2]);
      if (!(Math.abs(length - 1) <= UNIT_TOLERANCE)) {
        throw invalid(Tag.IMAGE_ORIENTATION_PATIENT, "A direction is no unit vector");
      }
      for (int n = begin; n < begin + 3; n++) {
        units[n] /= length;
      }
    }
    double cosine = units[0] * units[3] + units[1] * units[4] + units[2] * units[5];
    if (Math.abs(cosine) > UNIT_TOLERANCE) {
      throw invalid(Tag.IMAGE_ORIENTATION_PATIENT, "Rows and columns are not perpendicular");
    }
    return units;
  }

  /** The data set that says an attribute: the frame's group, the shared one, or the object. */
  private Optional<DataSet> holder(int tag, int sequence, int frame) {
    if (!isEnhanced()) {
      return dataSet.hasValue(tag) ? Optional.of(dataSet) : Optional.empty();
    }
    DataSet own = frameGroups().get(frame);
    for (DataSet macro : own.items(sequence)) {
      if (macro.hasValue(tag)) {
        return Optional.of(macro);
      }
    }
    for (DataSet shared : dataSet.items(Tag.SHARED_FUNCTIONAL_GROUPS_SEQUENCE)) {
      for (DataSet macro : shared.items(sequence)) {
        if (macro.hasValue(tag)) {
          return Optional.of(macro);
        }
      }
    }
    return Optional.empty();
  }

  private boolean isEnhanced() {
    return file.dataSet().contains(Tag.PER_FRAME_FUNCTIONAL_GROUPS_SEQUENCE);
  }

  private List<DataSet> frameGroups() {
    return dataSet.items(Tag.PER_FRAME_FUNCTIONAL_GROUPS_SEQUENCE);
  }

  private static DicomException invalid(int tag, String sentence) {
    return new DicomException(Problem.INVALID_VALUE, Tag.name(tag), sentence);
  }
}
