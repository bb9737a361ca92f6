package dev.hybridmim.ingest.intake.message;

/** Status codes that this application answers with; this package's documentation says when. */
public enum Status {
  SUCCESS(0x0000),
  PROCESSING_FAILURE(0x0110),
  INVALID_OBJECT_INSTANCE(0x0117),
  SOP_CLASS_NOT_SUPPORTED(0x0122),
  UNRECOGNISED_OPERATION(0x0211),
  OUT_OF_RESOURCES(0xA700),
  DATA_SET_DOES_NOT_MATCH(0xA900),
  CANNOT_UNDERSTAND(0xC000);

  private final int code;

  Status(int code) {
    this.code = code;
  }

  /** As on the wire. */
  public int code() {
    return code;
  }
}
