package dev.hybridmim.ingest.dicom;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/** A small CT series of a ball, as objects that a test may change. */
public final class SyntheticSlices {
  public static final int ROWS = 12;
  public static final int COLUMNS = 16;
  public static final int COUNT = 10;
  public static final double STEP = 2.5;

  private SyntheticSlices() {}

  /** Axial slices from bottom to top; stored value plus -1024 is the intensity. */
  public static List<DataSet> ct() {
    List<DataSet> slices = new ArrayList<>();
    for (int k = 0; k < COUNT; k++) {
      slices.add(slice(k));
    }
    return slices;
  }

  /** All slices as one enhanced object. */
  public static DataSet enhanced() {
    ByteArrayOutputStream pixels = new ByteArrayOutputStream();
    List<DataSet> groups = new ArrayList<>();
    // Frames from top to bottom: their order must not matter.
    for (int k = COUNT - 1; k >= 0; k--) {
      DataSet slice = slice(k);
      pixels.writeBytes(((Element.Value) slice.find(Tag.PIXEL_DATA).orElseThrow()).toArray());
      groups.add(
          DataSet.of(
              macro(
                  Tag.PLANE_POSITION_SEQUENCE,
                  slice.find(Tag.IMAGE_POSITION_PATIENT).orElseThrow())));
    }
    DataSet any = slice(0);
    DataSet shared =
        DataSet.of(
            macro(
                Tag.PLANE_ORIENTATION_SEQUENCE,
                any.find(Tag.IMAGE_ORIENTATION_PATIENT).orElseThrow()),
            macro(Tag.PIXEL_MEASURES_SEQUENCE, any.find(Tag.PIXEL_SPACING).orElseThrow()),
            macro(
                Tag.PIXEL_VALUE_TRANSFORMATION_SEQUENCE,
                any.find(Tag.RESCALE_INTERCEPT).orElseThrow(),
                any.find(Tag.RESCALE_SLOPE).orElseThrow()));
    DataSet object = any;
    for (int tag :
        new int[] {
          Tag.IMAGE_POSITION_PATIENT,
          Tag.IMAGE_ORIENTATION_PATIENT,
          Tag.PIXEL_SPACING,
          Tag.RESCALE_INTERCEPT,
          Tag.RESCALE_SLOPE
        }) {
      object = object.without(tag);
    }
    return object
        .with(Element.text(Tag.SOP_CLASS_UID, Vr.UI, SopClasses.ENHANCED_CT_IMAGE))
        .with(Element.text(Tag.NUMBER_OF_FRAMES, Vr.IS, "10"))
        .with(Element.sequence(Tag.SHARED_FUNCTIONAL_GROUPS_SEQUENCE, List.of(shared)))
        .with(Element.sequence(Tag.PER_FRAME_FUNCTIONAL_GROUPS_SEQUENCE, groups))
        .with(Element.bytes(Tag.PIXEL_DATA, Vr.OW, pixels.toByteArray()));
  }

  private static Element macro(int sequence, Element... content) {
    return Element.sequence(sequence, List.of(DataSet.of(content)));
  }

  /** One slice. */
  public static DataSet slice(int k) {
    return DataSet.of(
        Element.text(Tag.SOP_CLASS_UID, Vr.UI, SopClasses.CT_IMAGE),
        Element.text(Tag.SOP_INSTANCE_UID, Vr.UI, "2.25.9." + (k + 1)),
        Element.text(Tag.MODALITY, Vr.CS, "CT"),
        Element.text(Tag.PATIENT_NAME, Vr.PN, "Doe^Jane"),
        Element.text(Tag.PATIENT_ID, Vr.LO, "SECRET-4711"),
        Element.text(Tag.STUDY_INSTANCE_UID, Vr.UI, "2.25.7"),
        Element.text(Tag.SERIES_INSTANCE_UID, Vr.UI, "2.25.8"),
        Element.text(Tag.INSTANCE_NUMBER, Vr.IS, Integer.toString(k + 1)),
        position(-20, -15, k * STEP),
        Element.text(Tag.IMAGE_ORIENTATION_PATIENT, Vr.DS, "1", "0", "0", "0", "1", "0"),
        Element.shorts(Tag.SAMPLES_PER_PIXEL, Vr.US, 1),
        Element.text(Tag.PHOTOMETRIC_INTERPRETATION, Vr.CS, "MONOCHROME2"),
        Element.shorts(Tag.ROWS, Vr.US, ROWS),
        Element.shorts(Tag.COLUMNS, Vr.US, COLUMNS),
        Element.text(Tag.PIXEL_SPACING, Vr.DS, "1.5", "1.25"),
        Element.shorts(Tag.BITS_ALLOCATED, Vr.US, 16),
        Element.shorts(Tag.BITS_STORED, Vr.US, 12),
        Element.shorts(Tag.HIGH_BIT, Vr.US, 11),
        Element.shorts(Tag.PIXEL_REPRESENTATION, Vr.US, 0),
        Element.text(Tag.RESCALE_INTERCEPT, Vr.DS, "-1024"),
        Element.text(Tag.RESCALE_SLOPE, Vr.DS, "1"),
        Element.bytes(Tag.PIXEL_DATA, Vr.OW, pixels(k)));
  }

  /** The stored value of a pixel. */
  public static int stored(int row, int column, int k) {
    double x = column - 7.5;
    double y = row - 5.5;
    double z = (k - 4.5) * 1.2;
    boolean inside = x * x + y * y + z * z < 30;
    return inside ? 1000 + 7 * column + 3 * row + k : 24 + k;
  }

  public static Element position(double x, double y, double z) {
    return Element.text(
        Tag.IMAGE_POSITION_PATIENT,
        Vr.DS,
        Double.toString(x),
        Double.toString(y),
        Double.toString(z));
  }

  /** A file of PS3.10, explicit VR little-endian. */
  public static byte[] file(DataSet dataSet) {
    try {
      return DicomWriter.file(dataSet, TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN);
    } catch (DicomException e) {
      throw new IllegalStateException(e);
    }
  }

  private static byte[] pixels(int k) {
    ByteBuffer bytes = ByteBuffer.allocate(2 * ROWS * COLUMNS).order(ByteOrder.LITTLE_ENDIAN);
    for (int row = 0; row < ROWS; row++) {
      for (int column = 0; column < COLUMNS; column++) {
        bytes.putShort((short) stored(row, column, k));
      }
    }
    return bytes.array();
  }
}
