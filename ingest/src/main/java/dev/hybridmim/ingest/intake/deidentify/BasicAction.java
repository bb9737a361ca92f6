package dev.hybridmim.ingest.intake.deidentify;

import java.util.Map;

/** What the basic profile says of an attribute, in the notation of PS3.15 table E.1-1. */
enum BasicAction {
  REMOVE,
  EMPTY,
  DUMMY,
  REMAP;

  /** Choices by type are resolved to what is right for every type. */
  private static final Map<String, BasicAction> NOTATION =
      Map.of(
          "X", REMOVE,
          "Z", EMPTY,
          "D", DUMMY,
          "U", REMAP,
          "X/Z", EMPTY,
          "X/D", DUMMY,
          "Z/D", DUMMY,
          "X/Z/D", DUMMY,
          "X/Z/U*", REMAP);

  static BasicAction of(String notation) {
    BasicAction action = NOTATION.get(notation);
    if (action == null) {
      throw new IllegalArgumentException("The table has no action " + notation);
    }
    return action;
  }
}
