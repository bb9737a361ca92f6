package dev.hybridmim.ingest.intake.association;

/** Reasons in an A-ABORT of the service provider, PS3.8 table 9-26. */
public enum AbortReason {
  NOT_SPECIFIED(0),
  UNRECOGNISED_PDU(1),
  UNEXPECTED_PDU(2),
  UNRECOGNISED_PARAMETER(4),
  UNEXPECTED_PARAMETER(5),
  INVALID_PARAMETER_VALUE(6);

  private final int code;

  AbortReason(int code) {
    this.code = code;
  }

  int code() {
    return code;
  }
}
