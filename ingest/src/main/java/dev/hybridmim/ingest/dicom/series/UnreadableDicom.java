package dev.hybridmim.ingest.dicom.series;

import dev.hybridmim.ingest.dicom.DicomException;
import dev.hybridmim.ingest.image.RejectReason;
import dev.hybridmim.ingest.image.UnreadableScanException;

/** What is wrong with an object, as a reason to reject its scan. */
public final class UnreadableDicom {
  private UnreadableDicom() {}

  /**
   * The reason.
   *
   * @param reference names the scan; no identifiers
   * @param label names the object within it
   */
  public static UnreadableScanException of(DicomException cause, String reference, String label) {
    return new UnreadableScanException(
        reason(cause),
        "%s can't be read (%s): %s; %s."
            .formatted(reference, label, uncapitalised(cause.getMessage()), advice(cause)),
        cause);
  }

  private static RejectReason reason(DicomException cause) {
    return switch (cause.problem()) {
      case TRUNCATED -> RejectReason.TRUNCATED;
      case BEYOND_LIMITS -> RejectReason.TOO_LARGE;
      case UNSUPPORTED_TRANSFER_SYNTAX -> RejectReason.UNSUPPORTED_TRANSFER_SYNTAX;
      case UNSUPPORTED_PIXELS -> RejectReason.UNSUPPORTED_TYPE;
      case COLOUR -> RejectReason.RGB;
      case CORRUPT_PIXELS -> RejectReason.CORRUPT_PIXELS;
      case NOT_DICOM, CORRUPT, CORRUPT_DEFLATE, MISSING_ATTRIBUTE, INVALID_VALUE ->
          RejectReason.CORRUPT_DICOM;
    };
  }

  private static String advice(DicomException cause) {
    return switch (cause.problem()) {
      case BEYOND_LIMITS -> "give ingest more memory and retry";
      case UNSUPPORTED_TRANSFER_SYNTAX -> "send it in another transfer syntax";
      case UNSUPPORTED_PIXELS, COLOUR -> "leave it away";
      default -> "send it again";
    };
  }

  private static String uncapitalised(String sentence) {
    return Character.toLowerCase(sentence.charAt(0)) + sentence.substring(1);
  }
}
