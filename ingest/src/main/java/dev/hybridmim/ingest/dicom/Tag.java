package dev.hybridmim.ingest.dicom;

import java.util.Optional;

/**
 * Tags of data elements: the group in the upper and the element in the lower 16 bits of an int,
 * ordered as unsigned numbers. The constants are the tags that this module reads or writes.
 */
public final class Tag {
  public static final int FILE_META_GROUP_LENGTH = 0x00020000;
  public static final int FILE_META_VERSION = 0x00020001;
  public static final int MEDIA_STORAGE_SOP_CLASS_UID = 0x00020002;
  public static final int MEDIA_STORAGE_SOP_INSTANCE_UID = 0x00020003;
  public static final int TRANSFER_SYNTAX_UID = 0x00020010;
  public static final int IMPLEMENTATION_CLASS_UID = 0x00020012;
  public static final int IMPLEMENTATION_VERSION_NAME = 0x00020013;
  public static final int DIRECTORY_RECORD_SEQUENCE = 0x00041220;
  public static final int SPECIFIC_CHARACTER_SET = 0x00080005;
  public static final int IMAGE_TYPE = 0x00080008;
  public static final int SOP_CLASS_UID = 0x00080016;
  public static final int SOP_INSTANCE_UID = 0x00080018;
  public static final int MODALITY = 0x00080060;
  public static final int PATIENT_NAME = 0x00100010;
  public static final int PATIENT_ID = 0x00100020;
  public static final int ISSUER_OF_PATIENT_ID = 0x00100021;
  public static final int SLICE_THICKNESS = 0x00180050;
  public static final int SPACING_BETWEEN_SLICES = 0x00180088;
  public static final int GANTRY_DETECTOR_TILT = 0x00181120;
  public static final int STUDY_INSTANCE_UID = 0x0020000D;
  public static final int SERIES_INSTANCE_UID = 0x0020000E;
  public static final int ACQUISITION_NUMBER = 0x00200012;
  public static final int INSTANCE_NUMBER = 0x00200013;
  public static final int IMAGE_POSITION_PATIENT = 0x00200032;
  public static final int IMAGE_ORIENTATION_PATIENT = 0x00200037;
  public static final int TEMPORAL_POSITION_IDENTIFIER = 0x00200100;
  public static final int STACK_ID = 0x00209056;
  public static final int IN_STACK_POSITION_NUMBER = 0x00209057;
  public static final int FRAME_CONTENT_SEQUENCE = 0x00209111;
  public static final int PLANE_POSITION_SEQUENCE = 0x00209113;
  public static final int PLANE_ORIENTATION_SEQUENCE = 0x00209116;
  public static final int TEMPORAL_POSITION_INDEX = 0x00209128;
  public static final int SAMPLES_PER_PIXEL = 0x00280002;
  public static final int PHOTOMETRIC_INTERPRETATION = 0x00280004;
  public static final int NUMBER_OF_FRAMES = 0x00280008;
  public static final int ROWS = 0x00280010;
  public static final int COLUMNS = 0x00280011;
  public static final int PIXEL_SPACING = 0x00280030;
  public static final int BITS_ALLOCATED = 0x00280100;
  public static final int BITS_STORED = 0x00280101;
  public static final int HIGH_BIT = 0x00280102;
  public static final int PIXEL_REPRESENTATION = 0x00280103;
  public static final int PIXEL_PADDING_VALUE = 0x00280120;
  public static final int PIXEL_PADDING_RANGE_LIMIT = 0x00280121;
  public static final int RESCALE_INTERCEPT = 0x00281052;
  public static final int RESCALE_SLOPE = 0x00281053;
  public static final int MODALITY_LUT_SEQUENCE = 0x00283000;
  public static final int PIXEL_MEASURES_SEQUENCE = 0x00289110;
  public static final int PIXEL_VALUE_TRANSFORMATION_SEQUENCE = 0x00289145;
  public static final int SHARED_FUNCTIONAL_GROUPS_SEQUENCE = 0x52009229;
  public static final int PER_FRAME_FUNCTIONAL_GROUPS_SEQUENCE = 0x52009230;
  public static final int FLOAT_PIXEL_DATA = 0x7FE00008;
  public static final int DOUBLE_FLOAT_PIXEL_DATA = 0x7FE00009;
  public static final int PIXEL_DATA = 0x7FE00010;

  static final int PIXEL_GROUP = 0x7FE0;
  static final int DATA_SET_TRAILING_PADDING = 0xFFFCFFFC;
  static final int ITEM = 0xFFFEE000;
  static final int ITEM_DELIMITATION = 0xFFFEE00D;
  static final int SEQUENCE_DELIMITATION = 0xFFFEE0DD;

  private Tag() {}

  /** The group of a tag. */
  public static int group(int tag) {
    return tag >>> 16;
  }

  /** The element of a tag within its group. */
  public static int element(int tag) {
    return tag & 0xffff;
  }

  /** Whether a manufacturer and not the standard says what the element means. */
  public static boolean isPrivate(int tag) {
    return (group(tag) & 1) == 1;
  }

  /** Whether the element reserves a block of private elements and names its owner. */
  public static boolean isPrivateCreator(int tag) {
    return isPrivate(tag) && element(tag) >= 0x10 && element(tag) <= 0xff;
  }

  /** The tag under which a private element's owner stands. */
  static int creatorOf(int privateTag) {
    return (privateTag & 0xffff0000) | (element(privateTag) >>> 8);
  }

  /** For instance {@code (0028,0010)}. */
  public static String text(int tag) {
    return String.format("(%04X,%04X)", group(tag), element(tag));
  }

  /** For instance {@code (0028,0010) Rows}: what the standard calls it, if it does. */
  public static String name(int tag) {
    Optional<String> keyword = DataDictionary.standard().keyword(tag);
    return keyword.map(word -> text(tag) + " " + word).orElseGet(() -> text(tag));
  }
}
