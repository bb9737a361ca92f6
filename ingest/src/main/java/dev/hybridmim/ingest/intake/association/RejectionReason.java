package dev.hybridmim.ingest.intake.association;

/**
 * Why an association is not accepted: result, source and reason of an A-ASSOCIATE-RJ, PS3.8 table
 * 9-21.
 */
public enum RejectionReason {
  APPLICATION_CONTEXT_NOT_SUPPORTED(1, 1, 2, "the application context is not DICOM's"),
  CALLING_AE_TITLE_NOT_RECOGNISED(1, 1, 3, "the calling AE title or address is not allowed"),
  CALLED_AE_TITLE_NOT_RECOGNISED(1, 1, 7, "the called AE title is not this application's"),
  PROTOCOL_VERSION_NOT_SUPPORTED(1, 2, 2, "the protocol version is not 1"),
  TEMPORARY_CONGESTION(2, 3, 1, "the store is away or the disk is nearly full"),
  LOCAL_LIMIT_EXCEEDED(2, 3, 2, "too many associations are open");

  private final int result;
  private final int source;
  private final int reason;
  private final String sentence;

  RejectionReason(int result, int source, int reason, String sentence) {
    this.result = result;
    this.source = source;
    this.reason = reason;
    this.sentence = sentence;
  }

  /** 1 permanent, 2 transient. */
  public int result() {
    return result;
  }

  /** 1 service user, 2 provider (ACSE), 3 provider (presentation). */
  public int source() {
    return source;
  }

  /** Its meaning depends on the source. */
  public int reason() {
    return reason;
  }

  /** For logs. */
  public String sentence() {
    return sentence;
  }
}
