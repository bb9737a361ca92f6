package dev.hybridmim.ingest.intake.message;

/** Element numbers in group 0000 and values of the command field, PS3.7 annex E. */
final class CommandField {
  static final int GROUP_LENGTH = 0x0000;
  static final int AFFECTED_SOP_CLASS = 0x0002;
  static final int COMMAND = 0x0100;
  static final int MESSAGE_ID = 0x0110;
  static final int ANSWERED_MESSAGE_ID = 0x0120;
  static final int PRIORITY = 0x0700;
  static final int DATA_SET_TYPE = 0x0800;
  static final int STATUS = 0x0900;
  static final int ERROR_COMMENT = 0x0902;
  static final int AFFECTED_SOP_INSTANCE = 0x1000;

  static final int STORE_REQUEST = 0x0001;
  static final int ECHO_REQUEST = 0x0030;
  static final int RESPONSE = 0x8000;

  /** The data set type of a command that no data set follows. */
  static final int NO_DATA_SET = 0x0101;

  private CommandField() {}
}
