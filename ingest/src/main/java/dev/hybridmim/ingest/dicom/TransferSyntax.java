package dev.hybridmim.ingest.dicom;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * How a data set is written as bytes (PS3.5 section 10 and annex A).
 *
 * @param uid its unique identifier
 * @param name what the standard calls it, or the UID
 * @param explicitVr whether each element names its value representation
 * @param bigEndian the byte order of numbers
 * @param deflated whether everything behind the file meta information is deflated
 * @param encapsulated whether pixel data are compressed fragments
 */
public record TransferSyntax(
    String uid,
    String name,
    boolean explicitVr,
    boolean bigEndian,
    boolean deflated,
    boolean encapsulated) {

  public static final TransferSyntax IMPLICIT_VR_LITTLE_ENDIAN =
      new TransferSyntax(
          "1.2.840.10008.1.2", "Implicit VR Little Endian", false, false, false, false);
  public static final TransferSyntax EXPLICIT_VR_LITTLE_ENDIAN =
      new TransferSyntax(
          "1.2.840.10008.1.2.1", "Explicit VR Little Endian", true, false, false, false);
  public static final TransferSyntax DEFLATED_EXPLICIT_VR_LITTLE_ENDIAN =
      new TransferSyntax(
          "1.2.840.10008.1.2.1.99", "Deflated Explicit VR Little Endian", true, false, true, false);
  public static final TransferSyntax EXPLICIT_VR_BIG_ENDIAN =
      new TransferSyntax("1.2.840.10008.1.2.2", "Explicit VR Big Endian", true, true, false, false);
  public static final TransferSyntax RLE_LOSSLESS =
      encapsulated("1.2.840.10008.1.2.5", "RLE Lossless");
  public static final TransferSyntax JPEG_BASELINE =
      encapsulated("1.2.840.10008.1.2.4.50", "JPEG Baseline (Process 1)");
  public static final TransferSyntax JPEG_EXTENDED =
      encapsulated("1.2.840.10008.1.2.4.51", "JPEG Extended (Process 2 and 4)");
  public static final TransferSyntax JPEG_LOSSLESS =
      encapsulated("1.2.840.10008.1.2.4.57", "JPEG Lossless (Process 14)");
  public static final TransferSyntax JPEG_LOSSLESS_SV1 =
      encapsulated(
          "1.2.840.10008.1.2.4.70", "JPEG Lossless, First-Order Prediction (Process 14 SV1)");
  public static final TransferSyntax JPEG_LS_LOSSLESS =
      encapsulated("1.2.840.10008.1.2.4.80", "JPEG-LS Lossless");
  public static final TransferSyntax JPEG_LS_NEAR_LOSSLESS =
      encapsulated("1.2.840.10008.1.2.4.81", "JPEG-LS Near-Lossless");
  public static final TransferSyntax JPEG_2000_LOSSLESS =
      encapsulated("1.2.840.10008.1.2.4.90", "JPEG 2000 (Lossless Only)");
  public static final TransferSyntax JPEG_2000 =
      encapsulated("1.2.840.10008.1.2.4.91", "JPEG 2000");

  private static final Map<String, TransferSyntax> KNOWN =
      List.of(
              IMPLICIT_VR_LITTLE_ENDIAN,
              EXPLICIT_VR_LITTLE_ENDIAN,
              DEFLATED_EXPLICIT_VR_LITTLE_ENDIAN,
              EXPLICIT_VR_BIG_ENDIAN,
              RLE_LOSSLESS,
              JPEG_BASELINE,
              JPEG_EXTENDED,
              JPEG_LOSSLESS,
              JPEG_LOSSLESS_SV1,
              JPEG_LS_LOSSLESS,
              JPEG_LS_NEAR_LOSSLESS,
              JPEG_2000_LOSSLESS,
              JPEG_2000)
          .stream()
          .collect(Collectors.toUnmodifiableMap(TransferSyntax::uid, Function.identity()));

  public TransferSyntax {
    Objects.requireNonNull(uid, "uid");
    Objects.requireNonNull(name, "name");
  }

  /**
   * The transfer syntax of a UID. One that is not listed here is read as the standard has all newer
   * ones: explicit VR, little-endian, encapsulated; its attributes can be read and its fragments
   * kept, its pixels not decoded.
   */
  public static TransferSyntax of(String uid) {
    TransferSyntax known = KNOWN.get(uid);
    return known != null ? known : encapsulated(uid, uid);
  }

  /** Whether a UID is one of those listed here. */
  public static boolean isKnown(String uid) {
    return KNOWN.containsKey(uid);
  }

  private static TransferSyntax encapsulated(String uid, String name) {
    return new TransferSyntax(uid, name, true, false, false, true);
  }
}
