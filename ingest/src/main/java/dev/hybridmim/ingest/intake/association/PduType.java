package dev.hybridmim.ingest.intake.association;

/** Types of PDUs, PS3.8 section 9.3. */
final class PduType {
  static final int ASSOCIATE_RQ = 0x01;
  static final int ASSOCIATE_AC = 0x02;
  static final int ASSOCIATE_RJ = 0x03;
  static final int DATA = 0x04;
  static final int RELEASE_RQ = 0x05;
  static final int RELEASE_RP = 0x06;
  static final int ABORT = 0x07;

  private PduType() {}
}
